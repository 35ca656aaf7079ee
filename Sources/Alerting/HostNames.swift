import Records

/// The hosts that a log line names. IPv6 addresses count wherever they stand. An IPv4 address counts with a port, or where
/// Hadoop writes hosts: four numbers elsewhere may be a version. A name counts with a port alone, and only with a dot in
/// it (`dn3.example.com:50010`, but no source file) or where Hadoop writes hosts: `packet:3` is none.
///
/// Hadoop writes hosts behind a `/` that does not go on a path, behind the words of ``hostsFollow``, and, with a port,
/// before a colon and a capital letter (`dn3:50010:Transmitted block`). `dn3/10.1.2.3:50010` is its address.
package enum HostNames {
    private static let hostsFollow: Set = ["to", "from", "on", "of", "mirror", "ask", "datanode(s)"]
    /// Of files that logs name with a number of a line behind them.
    private static let fileSuffixes: Set = [
        "java", "scala", "kt", "groovy", "clj", "py", "c", "cc", "cpp", "h", "sh", "xml", "log",
    ]

    /// In their order, without ports; one that is named twice stands there twice.
    package static func find(in line: String) -> [String] {
        let line = line.utf8
        return line.split { !isOfAName($0) }.filter(isWorthALook).compactMap { word in
            let isPlace = isPlaceOfAHost(line[..<word.startIndex])
            return host(trimmed(String(Substring(word))), isPlace)
        }
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

    /// Whether Hadoop writes hosts behind this.
    private static func isPlaceOfAHost(_ before: Substring.UTF8View) -> Bool {
        let slash = UInt8(ascii: "/")
        if before.last == slash {
            // ` /10.1.2.3`, `hdfs://nn1` and `dn3/10.1.2.3`, not `/opt/hadoop/3.3.4.0`.
            let before = before.dropLast()
            let name = before.reversed().prefix(while: isOfAName)
            return name.isEmpty || before.dropLast(name.count).last != slash
        }
        let space = UInt8(ascii: " ")
        guard before.last == space else { return false }
        let word = before.reversed().drop { $0 == space }.prefix { $0 != space }
        // The words are short; what precedes them may be long.
        return word.count <= 16 && hostsFollow.contains(String(decoding: word.reversed(), as: UTF8.self).lowercased())
    }

    private static func host(_ word: String, _ isPlace: Bool) -> String? {
        if isIPv6(word) || isPlace && Address.isIPv4(word) { return word }
        guard let (rest, last) = splitAtLastColon(word[...]) else { return nil }
        if isPort(last) { return host(rest, isPlace, hasWords: false) }
        // What a DataNode says of itself: `10.1.2.3:50010:Got exception`.
        guard last.first?.isUppercase == true, let (name, port) = splitAtLastColon(rest), isPort(port) else {
            return nil
        }
        return host(name, isPlace, hasWords: true)
    }

    /// - Parameter name: stands before a port.
    private static func host(_ name: Substring, _ isPlace: Bool, hasWords: Bool) -> String? {
        let isHost = Address.isIPv4(name) || isIPv6(name) || isName(name, canBeShort: isPlace || hasWords)
        return isHost ? String(name) : nil
    }

    private static func splitAtLastColon(_ text: Substring) -> (Substring, Substring)? {
        text.lastIndex(of: ":").map { (text[..<$0], text[text.index(after: $0)...]) }
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

    /// `::` is an address, too, and `a::b`; more often they are something else.
    private static func isIPv6(_ text: some StringProtocol) -> Bool {
        text.count { $0 == ":" } > 1 && text.contains(where: \.isNumber) && Address.isIPv6(text)
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.allSatisfy(\.isNumber) && (1...65535).contains(Int(text) ?? 0)
    }

    /// As RFC 1123 has it, with a letter; no source file.
    /// - Parameter canBeShort: one label is enough.
    private static func isName(_ text: Substring, canBeShort: Bool) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.count <= 253, let last = labels.last, labels.allSatisfy(isLabel) else { return false }
        if labels.count == 1 { return canBeShort && last.contains(where: \.isLetter) }
        // No zone begins with a digit: `v3.3.4`.
        return last.first?.isLetter == true && !fileSuffixes.contains(String(last))
    }

    private static func isLabel(_ text: Substring) -> Bool {
        (1...63).contains(text.count) && !text.hasPrefix("-") && !text.hasSuffix("-")
            && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
    }
}
