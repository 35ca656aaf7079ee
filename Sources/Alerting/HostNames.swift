import Records

/// The hosts that a log line names: IPv4 and IPv6 addresses, with or without a port, and names with a port
/// (`dn3.example.com:50010`). A name without one cannot be told from any other word.
package enum HostNames {
    /// In their order, without ports; one that is named twice stands there twice.
    package static func find(in line: String) -> [String] {
        line.utf8.split { !isOfAName($0) }.filter(isWorthALook).compactMap { host(String(Substring($0))) }
    }

    private static func isOfAName(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "0"..."9", "A"..."Z", "a"..."z", ".", "_", ":", "-": true
        default: false
        }
    }

    /// An address or a port has a digit, and one of these.
    private static func isWorthALook(_ word: Substring.UTF8View) -> Bool {
        word.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
            && word.contains { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private static func host(_ word: String) -> String? {
        let word = trimmed(word)
        if isAddress(word) { return word }
        guard let colon = word.lastIndex(of: ":"), isPort(word[word.index(after: colon)...]) else { return nil }
        let name = word[..<colon]
        return isAddress(name) || isName(name) ? String(name) : nil
    }

    /// Without a sentence's marks around it; `::1` keeps its colons.
    private static func trimmed(_ word: String) -> String {
        var word = word[...]
        while let last = word.last, ".-".contains(last) || last == ":" && !word.hasSuffix("::") { word.removeLast() }
        while let first = word.first, ".-".contains(first) || first == ":" && !word.hasPrefix("::") {
            word.removeFirst()
        }
        return String(word)
    }

    private static func isAddress(_ text: some StringProtocol) -> Bool {
        // `::` is an address, too, and `a::b`; more often they are something else.
        Address.isIPv4(text) || text.count { $0 == ":" } > 1 && text.contains(where: \.isNumber) && Address.isIPv6(text)
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.allSatisfy(\.isNumber) && (1...65535).contains(Int(text) ?? 0)
    }

    /// As RFC 1123 has it, with a letter in it; no source file of a stack trace.
    private static func isName(_ text: Substring) -> Bool {
        guard text.count <= 253, text.contains(where: \.isLetter), !text.hasSuffix(".java"), !text.hasSuffix(".scala")
        else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
        }
    }
}
