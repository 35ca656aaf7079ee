import Records

/// What a line says: when, which event, and of which blocks.
package struct ParsedLine: Sendable, Hashable {
    /// The stamp as written, as if it were UTC (see ``CivilClock``); nil for a line without a header of its own.
    package var civil: Stamp?
    /// Nil for a line without a header.
    package var layout: Layout?
    package var kind: EventKind
    /// The blocks that the message names, each once: where the first one stands in ``EventBatch/blocks``, and how many
    /// they are.
    package var firstBlock: Int
    package var blockCount: Int

    /// Their range there.
    package var blocks: Range<Int> { firstBlock..<firstBlock + blockCount }
}

/// Lines of one file with what they say.
package struct EventBatch: Sendable {
    package var source: LineBatch
    /// One for each of `source.lines`.
    package var parsed: [ParsedLine]
    package var blocks: [BlockKey]
}

/// Lines to events. Has no state: the same line gives the same event wherever it stands.
package struct LineParser: Sendable {
    package let matcher: TemplateMatcher

    package init(matcher: TemplateMatcher) {
        self.matcher = matcher
    }

    package func parse(_ batch: LineBatch) -> EventBatch {
        var result = EventBatch(source: batch, parsed: [], blocks: [])
        result.parsed.reserveCapacity(batch.lines.count)
        result.blocks.reserveCapacity(batch.lines.count)
        let bytes = batch.bytes.span
        var memory = Memory(scanner: BlockScanner(bytes))
        for line in batch.lines {
            result.parsed.append(parse(bytes, from: line.start, to: line.end, into: &result.blocks, &memory))
        }
        return result
    }

    /// Parses `bytes[start..<end]` and appends the blocks that it names to `blocks`.
    package func parse(
        _ bytes: Span<UInt8>, from start: Int, to end: Int, into blocks: inout [BlockKey]
    ) -> ParsedLine {
        var memory = Memory(scanner: BlockScanner(bytes, from: start))
        return parse(bytes, from: start, to: end, into: &blocks, &memory)
    }

    /// What is kept from line to line.
    private struct Memory {
        var scanner: BlockScanner
        var headers = RecentHeaders()
        var notes = TemplateMatcher.Notes()
    }

    private func parse(
        _ bytes: Span<UInt8>, from start: Int, to end: Int, into blocks: inout [BlockKey], _ memory: inout Memory
    ) -> ParsedLine {
        let known = blocks.count
        let line = parseClean(bytes, from: start, to: end, into: &blocks, &memory)
        if let line, line.kind != .unknown || line.blockCount == 0 { return line }
        // A byte-order mark, NULs or terminal colours may be in the way: without them it may be a line like any other.
        if let clean = LineCleaner.clean(bytes, from: start, to: end) {
            blocks.removeSubrange(known...)
            var memory = Memory(scanner: BlockScanner(clean.span))
            let line = parseClean(clean.span, from: 0, to: clean.count, into: &blocks, &memory)
            if let line { return line }
        } else if let line {
            return line
        }
        return ParsedLine(civil: nil, kind: .unknown, firstBlock: blocks.count, blockCount: 0)
    }

    private func parseClean(
        _ bytes: Span<UInt8>, from start: Int, to end: Int, into blocks: inout [BlockKey], _ memory: inout Memory
    ) -> ParsedLine? {
        guard let header = Header(bytes, from: start, to: end, &memory.headers) else { return nil }
        let firstBlock = blocks.count
        memory.scanner.scan(bytes, from: header.message, to: end, into: &blocks)
        let count = blocks.count - firstBlock
        let kind =
            count == 0 ? .unknown : matcher.match(bytes, from: header.message, to: end, &memory.notes) ?? .unknown
        return ParsedLine(
            civil: header.civil, layout: header.layout, kind: kind, firstBlock: firstBlock, blockCount: count)
    }
}
