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
    }

    /// How much of a line is kept.
    package static let maxLineBytes = 512

    /// A line that was remembered. Those of forgotten blocks stay until the store is compacted.
    private struct Entry {
        var block: BlockKey
        /// The index of the block's next line in `entries`; 0 is none, for none comes before the first.
        var next: UInt32 = 0
        var event: UInt32
        var path: UInt32
        var length: UInt16
        var isKnown = true
        /// In `texts`.
        var start: Int
        var offset: UInt64

        var text: Range<Int> { start..<start + Int(length) }
        var cost: Int { Int(length) + 96 }
    }

    /// A block's first and last line in `entries`.
    private struct Chain {
        var first: Int
        var last: Int
    }

    private let budget: Int
    /// In the order in which they were remembered.
    private var entries: [Entry] = []
    private var texts: [UInt8] = []
    private var paths: [String] = []
    private var numbers: [String: UInt32] = [:]
    private var chains: [BlockKey: Chain] = [:]
    private var oldest = 0
    /// Of the lines that are known.
    private var used = 0
    private var count = 0
    /// Lines dropped for want of room, since the first start.
    package private(set) var dropped = 0

    /// - Parameter budget: bytes.
    package init(budget: Int = 32 << 20) {
        self.budget = budget
    }

    package mutating func remember(
        _ block: BlockKey, event: Int, path: String, offset: UInt64, line: ArraySlice<UInt8>
    ) {
        add(block, event, path, offset, line.prefix(Self.length(of: line)))
        while used > budget && oldest < entries.count { dropOldest() }
        if entries.count > count + count / 2 + 1024 || texts.count > 2 * budget { compact() }
    }

    /// Number of lines that take room, forgotten ones included.
    var entryCount: Int { entries.count }

    /// In the order of their events.
    package func lines(of block: BlockKey) -> [Line] {
        guard let chain = chains[block] else { return [] }
        var lines = [line(chain.first)]
        var index = Int(entries[chain.first].next)
        while index != 0 {
            lines.append(line(index))
            index = Int(entries[index].next)
        }
        return lines
    }

    private func line(_ index: Int) -> Line {
        let entry = entries[index]
        return Line(
            event: Int(entry.event), path: paths[Int(entry.path)], offset: entry.offset, text: Array(texts[entry.text]))
    }

    package mutating func forget(_ block: BlockKey) {
        guard let chain = chains.removeValue(forKey: block) else { return }
        var index = chain.first
        repeat {
            dismiss(index)
            index = Int(entries[index].next)
        } while index != 0
    }

    private mutating func dismiss(_ index: Int) {
        entries[index].isKnown = false
        used -= entries[index].cost
        count -= 1
    }

    /// How much of the line is kept, none of a character that does not fit in whole.
    private static func length(of line: ArraySlice<UInt8>) -> Int {
        guard line.count > maxLineBytes else { return line.count }
        let text = line.prefix(maxLineBytes)
        let start = text.suffix(4).lastIndex { $0 & 0xC0 != 0x80 } ?? text.endIndex
        let isWhole = start == text.endIndex || text.endIndex - start >= text[start].lengthOfItsCharacter
        return (isWhole ? text.endIndex : start) - text.startIndex
    }

    private mutating func add(
        _ block: BlockKey, _ event: Int, _ path: String, _ offset: UInt64, _ text: ArraySlice<UInt8>
    ) {
        let index = entries.count
        Self.extend(&chains[block, default: Chain(first: index, last: index)], with: index, &entries)
        entries.append(
            Entry(
                block: block, event: UInt32(event), path: number(of: path), length: UInt16(text.count),
                start: texts.count, offset: offset))
        texts += text
        used += entries[index].cost
        count += 1
    }

    private static func extend(_ chain: inout Chain, with index: Int, _ entries: inout [Entry]) {
        if chain.last < index { entries[chain.last].next = UInt32(index) }
        chain.last = index
    }

    private mutating func number(of path: String) -> UInt32 {
        // Most lines come from where the line before came from.
        if let last = entries.last, paths[Int(last.path)] == path { return last.path }
        if let known = numbers[path] { return known }
        let number = UInt32(paths.count)
        numbers[path] = number
        paths.append(path)
        return number
    }

    private mutating func dropOldest() {
        defer { oldest += 1 }
        let entry = entries[oldest]
        guard entry.isKnown else { return }
        dismiss(oldest)
        dropped += 1
        chains[entry.block] =
            entry.next == 0 ? nil : Chain(first: Int(entry.next), last: chains[entry.block]?.last ?? 0)
    }

    /// Leaves out what is not known any more.
    private mutating func compact() {
        var smaller = EvidenceStore(budget: budget)
        smaller.entries.reserveCapacity(count)
        smaller.chains.reserveCapacity(chains.count)
        smaller.texts.reserveCapacity(used)
        for entry in entries[oldest...] where entry.isKnown {
            smaller.add(entry.block, Int(entry.event), paths[Int(entry.path)], entry.offset, texts[entry.text])
        }
        smaller.dropped = dropped
        self = smaller
    }

    package func encode(into writer: inout StateWriter) {
        writer.write(Int64(dropped))
        let known = entries[oldest...].filter(\.isKnown)
        let names = Set(known.map { paths[Int($0.path)] }).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.element, UInt32($0.offset)) })
        writer.write(each: names) { $0.write($1) }
        writer.write(each: known) { writer, entry in
            writer.write(entry.block.number)
            writer.write(entry.event)
            writer.write(numbers[paths[Int(entry.path)]] ?? 0)
            writer.write(entry.offset)
            writer.write(Array(texts[entry.text]))
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
            let (offset, text) = (try reader.read(UInt64.self), try reader.readBytes())
            guard text.count <= Self.maxLineBytes else { throw reader.damage("evidence of \(text.count) bytes") }
            return (block, event, paths[path], offset, text)
        }
        for (block, event, path, offset, text) in entries { add(block, event, path, offset, text[...]) }
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
