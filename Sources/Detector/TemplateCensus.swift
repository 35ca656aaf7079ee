import Parsing
import Records

/// How many lines of logs each template matches, and the lines that none does.
package struct TemplateCensus {
    /// Lines that name a block, by event.
    package private(set) var counts: [EventKind: Int] = [:]
    package private(set) var lines = 0
    /// The first of the lines that name a block and match no template.
    package private(set) var unmatched: [[UInt8]] = []

    /// - Parameter keep: at most so many unmatched lines are kept.
    /// - Throws: `FileError`, `DataFault` (damaged gzip).
    package init(_ paths: [String], _ input: Configuration.Input, parser: LineParser, keep: Int) throws {
        var logs = try MergedLogs(paths, input, parser: parser)
        try logs.read(into: &self) { census, batch, run in
            for index in run.lines { census.take(batch, index, keep) }
            return run.lines.count
        }
    }

    private mutating func take(_ batch: EventBatch, _ index: Int, _ keep: Int) {
        lines += 1
        let line = batch.parsed[index]
        guard line.blockCount > 0 else { return }
        counts[line.kind, default: 0] += 1
        if line.kind == .unknown && unmatched.count < keep {
            let source = batch.source.lines[index]
            unmatched.append(Array(batch.source.bytes[source.start..<source.end]))
        }
    }
}
