import Records

/// The lines that moved open blocks' scores, remembered until the blocks calm down. Bounded: beyond the budget the
/// lines remembered longest ago are dropped and counted.
package struct EvidenceStore: Sendable {
    package struct Line: Sendable, Hashable {
        /// The index of its event in the block's sequence.
        package var event: Int
        package var path: String
        /// Bytes from the (uncompressed) file's start.
        package var offset: UInt64
        /// At most the first 512 bytes.
        package var text: [UInt8]

        package init(event: Int, path: String, offset: UInt64, text: [UInt8]) {
            self.event = event
            self.path = path
            self.offset = offset
            self.text = text
        }

        /// About what it takes of the memory.
        var cost: Int { text.count + 96 }
    }

    /// How much of a line is kept.
    package static let maxLineBytes = 512

    /// A line's number, the first one's being 0, tells it from those of the block's former lives.
    private struct Entry {
        var block: BlockKey
        var number: Int
    }

    private struct NumberedLine {
        var number: Int
        var line: Line
    }

    private let budget: Int
    private var lines: [BlockKey: [NumberedLine]] = [:]
    /// The lines in the order in which they were remembered; those of forgotten blocks stand there until they are met.
    private var order: [Entry] = []
    private var oldest = 0
    private var used = 0
    private var count = 0
    private var nextNumber = 0
    /// Lines dropped for want of room, since the first start.
    package private(set) var dropped = 0

    /// - Parameter budget: bytes.
    package init(budget: Int = 32 << 20) {
        self.budget = budget
    }

    package mutating func remember(
        _ block: BlockKey, event: Int, path: String, offset: UInt64, line: ArraySlice<UInt8>
    ) {
        add(Line(event: event, path: path, offset: offset, text: Self.cut(line)), to: block)
        while used > budget && oldest < order.count { dropOldest() }
        if order.count > 2 * count + 1024 { removeStaleEntries() }
    }

    /// How much room the order takes, forgotten lines included.
    var orderCount: Int { order.count }

    /// In the order of their events.
    package func lines(of block: BlockKey) -> [Line] { lines[block]?.map(\.line) ?? [] }

    package mutating func forget(_ block: BlockKey) {
        guard let gone = lines.removeValue(forKey: block) else { return }
        count -= gone.count
        used -= gone.reduce(0) { $0 + $1.line.cost }
    }

    /// The first bytes, none of a character that does not fit in whole.
    private static func cut(_ line: ArraySlice<UInt8>) -> [UInt8] {
        var text = Array(line.prefix(maxLineBytes))
        guard line.count > maxLineBytes else { return text }
        let start = text.suffix(4).lastIndex { $0 & 0xC0 != 0x80 } ?? text.endIndex
        if start < text.endIndex && text.endIndex - start < text[start].lengthOfItsCharacter {
            text.removeLast(text.endIndex - start)
        }
        return text
    }

    private mutating func add(_ line: Line, to block: BlockKey) {
        lines[block, default: []].append(NumberedLine(number: nextNumber, line: line))
        order.append(Entry(block: block, number: nextNumber))
        nextNumber += 1
        used += line.cost
        count += 1
    }

    private mutating func dropOldest() {
        let entry = order[oldest]
        oldest += 1
        guard let index = lines[entry.block]?.firstIndex(where: { $0.number == entry.number }) else { return }
        let gone = lines[entry.block]?.remove(at: index)
        if lines[entry.block]?.isEmpty == true { lines[entry.block] = nil }
        used -= gone?.line.cost ?? 0
        count -= 1
        dropped += 1
    }

    private mutating func removeStaleEntries() {
        order = order[oldest...].filter { line(of: $0) != nil }
        oldest = 0
    }

    /// Nil where it has been forgotten.
    private func line(of entry: Entry) -> Line? { lines[entry.block]?.first { $0.number == entry.number }?.line }

    package func encode(into writer: inout StateWriter) {
        writer.write(Int64(dropped))
        let paths = Set(lines.values.joined().map(\.line.path)).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: paths.enumerated().map { ($0.element, UInt32($0.offset)) })
        writer.write(each: paths) { $0.write($1) }
        let entries = order[oldest...].compactMap { entry in line(of: entry).map { (entry.block, $0) } }
        writer.write(each: entries) { writer, entry in
            writer.write(entry.0.number)
            writer.write(UInt32(entry.1.event))
            writer.write(numbers[entry.1.path] ?? 0)
            writer.write(entry.1.offset)
            writer.write(entry.1.text)
        }
    }

    package init(from reader: inout StateReader) throws {
        self.init()
        dropped = try reader.readCounter()
        let paths = try reader.readEach { try $0.readString() }
        let entries = try reader.readEach { reader in
            let block = BlockKey(number: try reader.read())
            let event = Int(try reader.read(UInt32.self))
            let path = Int(try reader.read(UInt32.self))
            guard path < paths.count else { throw reader.damage("evidence of a file that is not listed") }
            return (
                block, Line(event: event, path: paths[path], offset: try reader.read(), text: try reader.readBytes())
            )
        }
        for (block, line) in entries { add(line, to: block) }
    }
}

extension UInt8 {
    /// In bytes, of the UTF-8 character that begins with it.
    fileprivate var lengthOfItsCharacter: Int {
        switch self {
        case 0xF0...: 4
        case 0xE0...: 3
        case 0xC0...: 2
        default: 1
        }
    }
}
