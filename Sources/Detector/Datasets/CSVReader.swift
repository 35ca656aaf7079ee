import Records

/// Comma-separated values as RFC 4180 has them; LF line ends are taken too. Knows at which line it stands.
struct CSVReader {
    private let bytes: [UInt8]
    private let path: String
    private var position = 0
    /// The line that the latest record began at, from 1.
    private(set) var line = 0
    private var nextLine = 1

    init(path: String) throws {
        self.path = path
        bytes = try WholeFile.read(path)
        // A byte-order mark
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    func fault(_ what: String) -> DataFault { DataFault(place: "\(path):\(line)", what: what) }

    /// The next record's fields; nil at the end. Empty lines are passed over.
    /// - Throws: `DataFault` for a quotation that does not end.
    mutating func next() throws -> [ArraySlice<UInt8>]? {
        while position < bytes.count {
            line = nextLine
            var fields: [ArraySlice<UInt8>] = []
            repeat { fields.append(try field()) } while take(UInt8(ascii: ","))
            if !endLine() && position < bytes.count {
                throw fault("a field in quotation marks goes on behind them; double a quotation mark within a field")
            }
            if fields.count > 1 || !fields[0].isEmpty { return fields }
        }
        return nil
    }

    private mutating func field() throws -> ArraySlice<UInt8> {
        if take(UInt8(ascii: "\"")) { return try quoted() }
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") { break }
            position += 1
        }
        let isLast = position == bytes.count || bytes[position] == UInt8(ascii: "\n")
        let end = isLast && position > start && bytes[position - 1] == UInt8(ascii: "\r") ? position - 1 : position
        return bytes[start..<end]
    }

    private mutating func quoted() throws -> ArraySlice<UInt8> {
        let start = position
        var unescaped: [UInt8]?
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\n") { nextLine += 1 }
            if byte != UInt8(ascii: "\"") {
                unescaped?.append(byte)
            } else if take(UInt8(ascii: "\"")) {
                unescaped = (unescaped ?? Array(bytes[start..<position - 2])) + [byte]
            } else {
                return unescaped.map { $0[...] } ?? bytes[start..<position - 1]
            }
        }
        throw fault("a quotation mark opens a field here and nothing closes it")
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count && bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func endLine() -> Bool {
        let start = position
        _ = take(UInt8(ascii: "\r"))
        if take(UInt8(ascii: "\n")) {
            nextLine += 1
            return true
        }
        if position < bytes.count { position = start }
        return position == bytes.count
    }
}

/// A CSV file with a line of names at its head.
struct CSVTable {
    private var reader: CSVReader
    private let path: String
    /// As in the file, in lower case.
    let names: [String]

    /// - Throws: `FileError`; `DataFault` for an empty file.
    init(path: String) throws {
        self.path = path
        reader = try CSVReader(path: path)
        guard let names = try reader.next() else {
            throw DataFault(place: path, what: "the file is empty; a line with the columns' names is expected")
        }
        self.names = names.map { String(decoding: $0, as: UTF8.self).lowercased() }
    }

    /// The first of the columns with one of these names.
    func column(_ candidates: String...) -> Int? {
        candidates.lazy.compactMap { names.firstIndex(of: $0) }.first
    }

    /// - Throws: `DataFault` where there is none.
    func requiredColumn(_ candidates: String...) throws -> Int {
        guard let column = candidates.lazy.compactMap({ names.firstIndex(of: $0) }).first else {
            throw DataFault(
                place: "\(path):1",
                what:
                    "a column \(candidates.joined(separator: " or ")) is expected; there is \(names.joined(separator: ", "))"
            )
        }
        return column
    }

    func fault(_ what: String) -> DataFault { reader.fault(what) }

    /// - Throws: `DataFault` for a row with fewer fields than names.
    mutating func next() throws -> [ArraySlice<UInt8>]? {
        guard let fields = try reader.next() else { return nil }
        guard fields.count >= names.count else {
            throw fault("\(fields.count) fields, but the file's first line names \(names.count) columns")
        }
        return fields
    }
}
