import Parsing
import Records
import Tailing

/// Logs that are read once, to their ends, at full speed; their lines come in the merged order. The front half that
/// `replay`, `train` and `evaluate` share with the daemon.
package struct MergedLogs {
    /// The files in their order, each once: an ``InputID`` is an index into them.
    package private(set) var paths: [String] = []
    /// Of more logs than that none is read ahead: it would take two megabytes for each.
    private static let maxReadAhead = 8
    /// What is read of all logs at once, as each may have to wait for the others.
    private static let blockBytes = 1 << 26

    private let logs: [ParsedLog]
    private var merger: Merger

    /// - Parameters:
    ///   - paths: plain, gzip, or `-` for standard input; the order of their names decides between equal stamps. A file
    ///     with several names is read once.
    /// - Throws: `FileError` for the first that cannot be opened, `UnknownZone`.
    package init(_ paths: [String], _ input: Configuration.Input, parser: LineParser) throws {
        merger = Merger(civilClock: try CivilClock(zone: input.timezone))
        var identities: Set<FileIdentity> = []
        var logs: [ParsedLog] = []
        for path in paths.sorted() {
            let log = try ParsedLog(
                path, number: logs.count, maxLineBytes: input.maxLineBytes,
                blockSize: max(1 << 14, min(1 << 18, Self.blockBytes / paths.count)), parser: parser,
                isAhead: paths.count <= Self.maxReadAhead)
            if let identity = log.identity, !identities.insert(identity).inserted { continue }
            logs.append(log)
            self.paths.append(path)
        }
        for log in logs { log.start() }
        self.logs = logs
        for index in logs.indices {
            merger.setOrder(index, of: InputID(rawValue: UInt32(index)))
            merger.setLive(true, InputID(rawValue: UInt32(index)))
        }
    }

    package var tailCounters: TailCounters { logs.reduce(into: TailCounters()) { $0 += $1.counters } }

    /// Hands every line to `body`, in runs, and again those that it says it did not take; `pause` is called between these,
    /// and now and then.
    /// - Throws: what reading throws, after all good lines before it were handed out.
    mutating func read<Consumer>(
        into consumer: inout Consumer, _ body: (inout Consumer, EventBatch, MergedRun) -> Int,
        pause: (inout Consumer) throws -> Void = { _ in }
    ) throws {
        var damage: (any Error)?
        while let stop = merger.drain(limit: .max, into: &consumer, body), stop != .idle {
            try pause(&consumer)
            guard case .starved(let input) = stop else { continue }
            do {
                if let batch = try logs[Int(input.rawValue)].next() {
                    merger.add(batch)
                } else {
                    merger.setLive(false, input)
                }
            } catch {
                damage = damage ?? error
                merger.setLive(false, input)
            }
        }
        if let damage { throw damage }
    }
}
