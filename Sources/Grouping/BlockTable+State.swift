import Records

// The table in a checkpoint: the prefixes that open blocks hold, the open blocks, the counters. The queues follow
// from the blocks.
extension BlockTable {
    /// Above this many prefixes, those that no open block holds are worth dropping.
    package static let prefixesWorthCompacting = 1 << 20

    /// Drops the prefixes that no open block holds, once there are many; all ``PrefixID``s handed out before are
    /// void then.
    /// - Returns: whether it did.
    package mutating func compactPrefixes(whenMoreThan limit: Int = prefixesWorthCompacting) -> Bool {
        guard prefixes.count > max(limit, compactedCount * 2) else { return false }
        let renumbered = prefixes.compact(keeping: openBlocks.map(\.prefix))
        for index in blocks.indices where blocks[index].isOpen {
            blocks[index].prefix = renumbered[blocks[index].prefix.index]
        }
        compactedCount = prefixes.count
        return true
    }

    /// The state as a checkpoint holds it. Takes a copy of the prefixes down to those that are held.
    package func encode(into writer: inout StateWriter) {
        let open = openBlocks.sorted { $0.key < $1.key }
        var held = prefixes
        let renumbered = held.compact(keeping: open.map(\.prefix))
        writer.write(each: (1..<held.count).map { PrefixID(rawValue: UInt32($0)) }) { writer, prefix in
            writer.write(held.parent(of: prefix).rawValue)
            writer.write(held.lastEvent(of: prefix).rawValue)
        }
        writer.write(each: open) { writer, block in
            writer.write(block.key.number)
            writer.write(renumbered[block.prefix.index].rawValue)
            writer.write(block.lines)
            writer.write(block.first)
            writer.write(block.last)
            writer.write(UInt8(block.isJudged ? 1 : 0) | UInt8(block.wasJudged ? 2 : 0))
        }
        for counter in BlockCounters.all { writer.write(Int64(counters[keyPath: counter])) }
    }

    /// - Throws: ``StateDamage``.
    package init(rules: BlockRules, from reader: inout StateReader) throws {
        self.init(rules: rules)
        let numbers = try reader.readEach { reader in (try reader.read(UInt32.self), try reader.read(UInt8.self)) }
        for (index, (parent, kind)) in numbers.enumerated() {
            guard parent <= index, (1...31).contains(kind),
                prefixes.length(of: PrefixID(rawValue: parent)) < UInt16.max,
                prefixes.child(of: PrefixID(rawValue: parent), EventKind(rawValue: kind)).rawValue == index + 1
            else { throw reader.damage("a sequence of events that cannot be") }
        }
        let open = try reader.readEach { try Self.readBlock(from: &$0, prefixes: numbers.count) }
        for block in open { try insert(block, reader) }
        for counter in BlockCounters.all { counters[keyPath: counter] = try reader.readCounter() }
    }

    private static func readBlock(from reader: inout StateReader, prefixes: Int) throws -> OpenBlock {
        let key = BlockKey(number: try reader.read())
        let prefix = PrefixID(rawValue: try reader.read())
        let lines = try reader.read(UInt32.self)
        let first = try reader.readStamp()
        let last = try reader.readStamp()
        let flags = try reader.read(UInt8.self)
        guard prefix.rawValue <= prefixes, prefix != .empty, lines > 0, flags < 4,
            first <= last, first > .distantPast, last < .distantFuture
        else { throw reader.damage("an open block that cannot be (\(key))") }
        return OpenBlock(
            key: key, prefix: prefix, lines: lines, first: first, last: last,
            isJudged: flags & 1 != 0, wasJudged: flags & 2 != 0)
    }

    private mutating func insert(_ read: OpenBlock, _ reader: StateReader) throws {
        var block = read
        guard Int(block.lines) >= prefixes.length(of: block.prefix) else {
            throw reader.damage("\(block.key) with more events than lines")
        }
        block.traits = prefixes.traits(of: block.prefix)
        let slot = Slot(rawValue: UInt32(blocks.count))
        guard index.slot(of: block.key, in: blocks) == nil else { throw reader.damage("\(block.key) twice") }
        queueCut(of: &block, slot)
        blocks.append(block)
        index.insert(slot, in: blocks)
        heldEvents += prefixes.length(of: block.prefix)
        silences.insert(block.last, slot, block.key)
    }
}
