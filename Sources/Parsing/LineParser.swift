import Records

/// What a line says: when, which event, and of which blocks.
package struct ParsedLine: Sendable, Hashable {
    /// The stamp as written, as if it were UTC (see ``CivilClock``); nil for a line without a header of its own.
    package var civil: Stamp?
    /// Nil for a line without a header.
    package var layout: Layout?
    package var kind: EventKind
    /// The range in ``EventBatch/blocks`` of the blocks that the message names, each once.
    package var firstBlock: Int
    package var blockCount: Int
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
        var stamp = StampText()
        for line in batch.lines {
            result.parsed.append(parse(bytes, from: line.start, to: line.end, into: &result.blocks, &stamp))
        }
        return result
    }

    /// Parses `bytes[start..<end]` and appends the blocks that it names to `blocks`.
    package func parse(
        _ bytes: Span<UInt8>, from start: Int, to end: Int, into blocks: inout [BlockKey]
    ) -> ParsedLine {
        var stamp = StampText()
        return parse(bytes, from: start, to: end, into: &blocks, &stamp)
    }

    private func parse(
        _ bytes: Span<UInt8>, from start: Int, to end: Int, into blocks: inout [BlockKey], _ stamp: inout StampText
    ) -> ParsedLine {
        let known = blocks.count
        let line = parseClean(bytes, from: start, to: end, into: &blocks, &stamp)
        if let line, line.kind != .unknown || line.blockCount == 0 { return line }
        // A byte-order mark, NULs or terminal colours may be in the way: without them it may be a line like any other.
        if let clean = LineCleaner.clean(bytes, from: start, to: end) {
            blocks.removeSubrange(known...)
            if let line = parseClean(clean.span, from: 0, to: clean.count, into: &blocks, &stamp) { return line }
        } else if let line {
            return line
        }
        return ParsedLine(civil: nil, kind: .unknown, firstBlock: blocks.count, blockCount: 0)
    }

    private func parseClean(
        _ bytes: Span<UInt8>, from start: Int, to end: Int, into blocks: inout [BlockKey], _ stamp: inout StampText
    ) -> ParsedLine? {
        guard let header = Header(bytes, from: start, to: end, latest: &stamp) else { return nil }
        let firstBlock = blocks.count
        BlockScanner.scan(bytes, from: header.message, to: end, into: &blocks)
        let count = blocks.count - firstBlock
        let kind = count == 0 ? .unknown : matcher.match(bytes, from: header.message, to: end) ?? .unknown
        return ParsedLine(
            civil: header.civil, layout: header.layout, kind: kind, firstBlock: firstBlock, blockCount: count)
    }
}
