import Records

/// What a replay came to: the contract's summary.
package struct ReplaySummary: Sendable, Hashable {
    package var counters = LineCounters()
    /// Bytes read, uncompressed, line endings included.
    package var bytes = 0
    /// Lines longer than `input.max_line_bytes`, passed over.
    package var overlongLines = 0
    package var blocks = 0
    package var partialBlocks = 0
    /// Judged and dropped for want of room (`blocks.max_open`).
    package var evictedBlocks = 0
    /// Lines of blocks that are judged without them (`blocks.max_events`).
    package var linesBeyondMaxEvents = 0
    package var alerts = 0
    /// Blocks that ever fired, resolved later or not.
    package var firedBlocks = 0
    package var seconds = 0.0
    package var confusion: Confusion?

    package var json: String {
        var fields: [(String, String)] = [
            ("lines", "\(counters.lines)"), ("bytes", "\(bytes)"),
            ("lines_without_block", "\(counters.withoutBlock)"), ("lines_unmatched", "\(counters.unmatched)"),
            ("lines_late", "\(counters.late)"), ("lines_overlong", "\(overlongLines)"),
            ("blocks", "\(blocks)"), ("blocks_partial", "\(partialBlocks)"),
            ("blocks_evicted", "\(evictedBlocks)"), ("lines_beyond_max_events", "\(linesBeyondMaxEvents)"),
            ("alerts", "\(alerts)"), ("fired_blocks", "\(firedBlocks)"), ("seconds", "\(seconds)"),
        ]
        if let confusion {
            fields += [
                ("tp", "\(confusion.tp)"), ("fp", "\(confusion.fp)"), ("fn", "\(confusion.fn)"),
                ("tn", "\(confusion.tn)"), ("precision", "\(confusion.precision)"), ("recall", "\(confusion.recall)"),
                ("f1", "\(confusion.f1)"),
            ]
        }
        return "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}\n"
    }
}
