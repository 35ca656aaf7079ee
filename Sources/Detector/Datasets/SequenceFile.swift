import Records

/// Event sequences as data sets have them: `id,sequence[,class]` with numbers that count from 0, or Loghub's
/// `BlockId,Label,Type,Features,...` with events' names.
package enum SequenceFile {
    /// - Throws: `FileError`; `DataFault` with file and line.
    package static func read(_ path: String) throws -> [SequenceRow] {
        var table = try CSVTable(path: path)
        let id = try table.requiredColumn("id", "blockid")
        let sequence = try table.requiredColumn("sequence", "features")
        let label = table.column("class", "label")
        var rows: [SequenceRow] = []
        while let fields = try table.next() {
            guard let events = events(fields[sequence]) else {
                throw table.fault(
                    "\"\(String(decoding: fields[sequence].prefix(60), as: UTF8.self))\" is no sequence of events, "
                        + "like \"(4, 21, 10)\" with numbers from 0 to 29 or \"[E5,E22,E11]\"")
            }
            guard events.count <= PrefixTable.maxLength else {
                throw table.fault("a sequence of \(events.count) events; at most \(PrefixTable.maxLength) are read")
            }
            let isAbnormal = try label.map { try LabelText.isAbnormal(fields[$0]) { table.fault($0) } }
            rows.append(
                SequenceRow(id: String(decoding: fields[id], as: UTF8.self), events: events, isAbnormal: isAbnormal))
        }
        return rows
    }

    /// Nil where the text is no sequence.
    private static func events(_ text: ArraySlice<UInt8>) -> [EventKind]? {
        let (open, close) = (text.first, text.last)
        guard text.count >= 2,
            (open == UInt8(ascii: "(") && close == UInt8(ascii: ")"))
                || (open == UInt8(ascii: "[") && close == UInt8(ascii: "]"))
        else { return nil }
        var events: [EventKind] = []
        for item in text.dropFirst().dropLast().split(separator: UInt8(ascii: ","), omittingEmptySubsequences: true) {
            let word = item.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "'") }
            if word.isEmpty { continue }
            if let first = word.first, first >= UInt8(ascii: "0") && first <= UInt8(ascii: "9") {
                guard let number = Int(String(decoding: word, as: UTF8.self)), number < 30 else { return nil }
                events.append(.e(number + 1))
            } else {
                guard let kind = EventKind(name: String(decoding: word, as: UTF8.self)) else { return nil }
                events.append(kind)
            }
        }
        return events
    }
}

/// A split: which part of the data set each row belongs to.
package enum SplitFile {
    /// - Returns: the part by the row's id.
    /// - Throws: `FileError`; `DataFault` with file and line.
    package static func read(_ path: String) throws -> [String: String] {
        var table = try CSVTable(path: path)
        let id = try table.requiredColumn("id", "blockid", "block_id")
        let split = try table.requiredColumn("split", "part")
        var parts: [String: String] = [:]
        while let fields = try table.next() {
            let name = String(decoding: fields[id], as: UTF8.self)
            guard parts.updateValue(String(decoding: fields[split], as: UTF8.self), forKey: name) == nil else {
                throw table.fault("the id \(name) stands in the file already; it can be in one part only")
            }
        }
        return parts
    }
}

/// Labels of blocks: `BlockId,Label` or `block_id,label,...`.
package enum LabelFile {
    /// - Returns: whether each labelled block is abnormal.
    /// - Throws: `FileError`; `DataFault` with file and line.
    package static func read(_ path: String) throws -> [BlockKey: Bool] {
        var table = try CSVTable(path: path)
        let block = try table.requiredColumn("blockid", "block_id")
        let label = try table.requiredColumn("label")
        var labels: [BlockKey: Bool] = [:]
        while let fields = try table.next() {
            let name = String(decoding: fields[block], as: UTF8.self)
            guard let key = BlockKey(name) else {
                throw table.fault("\"\(name)\" is no block, like blk_-1608999687919862906")
            }
            let isAbnormal = try LabelText.isAbnormal(fields[label]) { table.fault($0) }
            guard labels.updateValue(isAbnormal, forKey: key) ?? isAbnormal == isAbnormal else {
                throw table.fault("\(key) has another label in a line before")
            }
        }
        return labels
    }
}

/// The words that data sets have for a block's class.
enum LabelText {
    /// - Throws: `fault` of a sentence, for any other word.
    static func isAbnormal(_ text: ArraySlice<UInt8>, _ fault: (String) -> DataFault) throws -> Bool {
        let word = String(decoding: text, as: UTF8.self)
        switch word.lowercased() {
        case "normal", "success": return false
        case "abnormal", "anomaly", "fail": return true
        default: throw fault("the label \"\(word)\" is neither Normal nor Anomaly (or normal, abnormal)")
        }
    }
}
