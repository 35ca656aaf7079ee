import Grouping
import Parsing
import Records

/// Logs to event sequences, as training and evaluation want them: the daemon's own way from bytes to blocks, and of
/// each life its last state.
package enum LoggedSequences {
    /// One block's life; partial ones (older than the logs) are left out.
    package struct Row: Sendable, Hashable {
        package var block: BlockKey
        package var events: [EventKind]
    }

    private struct Lives {
        var table: BlockTable
        var last: [BlockKey: [EventKind]] = [:]
        var rows: [Row] = []

        mutating func take(_ batch: EventBatch, _ run: MergedRun) {
            table.advance(to: run.clock)
            keepOutcomes()
            guard let stamp = run.stamp else { return }
            for parsed in batch.parsed[run.lines] {
                for block in batch.blocks[parsed.blocks] {
                    _ = table.apply(Event(block: block, kind: parsed.kind, stamp: stamp))
                    keepOutcomes()
                }
            }
        }

        mutating func keepOutcomes() {
            if table.outcomes.isEmpty { return }
            for outcome in table.takeOutcomes() {
                switch outcome {
                case .cut(let block): last[block.key] = table.prefixes.events(of: block.prefix)
                case .ended(let key, _):
                    if let events = last.removeValue(forKey: key) { rows.append(Row(block: key, events: events)) }
                }
            }
        }
    }

    /// - Returns: lives in the order of their ends; those still open at the end of the logs by block.
    /// - Throws: `FileError`, `DataFault` (damaged gzip), `UnknownZone`.
    package static func read(_ paths: [String], _ configuration: Configuration, parser: LineParser) throws -> [Row] {
        var logs = try MergedLogs(paths, configuration.input, parser: parser)
        var lives = Lives(table: BlockTable(rules: configuration.blockRules))
        try logs.read(into: &lives) {
            $0.take($1, $2)
            return $2.lines.count
        }
        lives.table.end()
        lives.keepOutcomes()
        return lives.rows + lives.last.map { Row(block: $0.key, events: $0.value) }.sorted { $0.block < $1.block }
    }
}
