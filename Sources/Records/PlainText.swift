extension Unicode.Scalar {
    /// Whether a terminal, a page or a reader of lines could take it for more than text: C0 and C1 controls, DEL, line
    /// and paragraph separators, marks that change the direction of text.
    package var isDangerous: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    /// `\uXXXX`; only for scalars of 16 bits.
    package var escaped: String {
        let digits = String(value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}

extension Collection<UInt8> {
    /// The bytes as text that is safe to print: what is dangerous is escaped, what is no UTF-8 becomes U+FFFD.
    package var asPlainText: String {
        var text = ""
        for scalar in String(decoding: self, as: UTF8.self).unicodeScalars {
            if scalar.isDangerous { text += scalar.escaped } else { text.unicodeScalars.append(scalar) }
        }
        return text
    }
}

extension StringProtocol {
    /// As of its bytes.
    package var asPlainText: String { utf8.asPlainText }
}
