import Records

/// An alert as a line of the alerts file: JSON, the contract's keys in the contract's order, and a newline.
package enum AlertLine {
    /// The id of a line of ours; nil for any other line.
    static func id(of line: ArraySlice<UInt8>) -> String? {
        let head = Array("{\"schema\":1,\"id\":\"".utf8)
        guard line.starts(with: head), let end = line.dropFirst(head.count).firstIndex(of: UInt8(ascii: "\"")) else {
            return nil
        }
        return String(decoding: line[line.startIndex + head.count..<end], as: UTF8.self)
    }

    package static func encode(_ alert: Alert) -> [UInt8] {
        let block = alert.verdict.block
        var json = JSONText()
        json.add("{\"schema\":1,\"id\":", alert.id)
        json.add(",\"state\":", alert.state.rawValue)
        if let former = alert.resolves { json.add(",\"resolves\":", former) }
        json.add(",\"block\":", block.key.description)
        json.raw(",\"score\":\(alert.verdict.score),\"threshold\":\(alert.verdict.threshold)")
        json.add(",\"severity\":", alert.severity.rawValue)
        json.add(",\"reason\":", alert.reason)
        json.add(",\"decided_by\":", block.decidedBy.rawValue)
        json.add(",\"first_seen\":", block.first.rfc3339)
        json.add(",\"last_seen\":", block.last.rfc3339)
        json.add(",\"emitted_at\":", alert.emittedAt.rfc3339)
        json.raw(",\"lines\":\(block.lines),\"events\":[")
        for (index, event) in alert.events.enumerated() {
            json.raw(index == 0 ? "\"" : ",\"")
            json.raw(event.name)
            json.raw("\"")
        }
        json.raw("],\"evidence\":[")
        for (index, evidence) in alert.evidence.enumerated() {
            json.raw(index == 0 ? "" : ",")
            json.add("{\"event\":", evidence.event.name)
            json.add(",\"template\":", evidence.template)
            json.raw(",\"line\":")
            if let line = evidence.line { json.text(line) } else { json.raw("null") }
            json.raw(",\"file\":")
            if let file = evidence.file { json.text(Array(file.utf8)) } else { json.raw("null") }
            json.raw(
                ",\"offset\":\(evidence.offset.map { "\($0)" } ?? "null"),\"contribution\":\(evidence.contribution)}")
        }
        json.add("],\"model\":{\"name\":", alert.modelName)
        json.add(",\"sha256\":", alert.modelSHA256)
        json.raw("}}\n")
        return json.bytes
    }
}

/// JSON text that carries hostile bytes safely: valid UTF-8, nothing in it that a terminal, a page or a reader of
/// lines takes for more than text.
private struct JSONText {
    private(set) var bytes: [UInt8] = []

    mutating func raw(_ text: String) { bytes += text.utf8 }

    mutating func add(_ key: String, _ value: String) {
        raw(key)
        text(Array(value.utf8))
    }

    /// A JSON string of the bytes; what is no UTF-8 becomes U+FFFD, controls and what turns text around are escaped.
    mutating func text(_ value: [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        defer { bytes.append(UInt8(ascii: "\"")) }
        // Most of it is plain.
        var plain = 0
        while plain < value.count, Self.isPlain(value[plain]) { plain += 1 }
        bytes += value[..<plain]
        if plain == value.count { return }
        let value = value[plain...]
        for scalar in String(decoding: value, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\"": raw("\\\"")
            case "\\": raw("\\\\")
            case "\n": raw("\\n")
            case "\t": raw("\\t")
            case "\r": raw("\\r")
            case _ where scalar.isDangerous: raw(scalar.escaped)
            default: bytes += UTF8.encode(scalar)!
            }
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
}
