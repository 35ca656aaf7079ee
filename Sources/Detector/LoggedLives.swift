import Grouping
import Parsing
import Records

/// Logs to the lives of their blocks, with stamps: what there is to know of logs before training on them. Lines are
/// read, merged and parsed as the daemon does it, and a silence of `blocks.forget_after` ends a life as it does there.
package struct LoggedLives: Sendable {
    /// By file, in the order of their names.
    package private(set) var files: [LogTally]
    /// In the order of their first lines.
    package private(set) var lives: [BlockLife] = []
    package var days: [LoggedDay] { calendar.days }
    /// Lines beyond `blocks.max_events` of their block, whose events are not kept.
    package private(set) var linesBeyondMaxEvents = 0

    private let rules: BlockRules
    /// A block's latest life, by its place in ``lives``.
    private var latest: [BlockKey: Int32] = [:]
    private var calendar = LoggedDay.Calendar()

    /// - Parameter report: is told now and then how many lines have been read.
    /// - Throws: `FileError`, `DataFault` (damaged gzip), `UnknownZone`.
    package init(
        _ paths: [String], _ configuration: Configuration, parser: LineParser, report: (Int) -> Void = { _ in }
    ) throws {
        var logs = try MergedLogs(paths, configuration.input, parser: parser)
        rules = configuration.blockRules
        files = logs.paths.map { LogTally(path: $0) }
        var reported = 0
        try logs.read(into: &self) {
            $0.take($1, $2)
            return $2.lines.count
        } pause: {
            let lines = $0.files.reduce(0) { $0 + $1.lines }
            guard lines >= reported + 500_000 else { return }
            reported = lines
            report(lines)
        }
        latest = [:]
    }

    private mutating func take(_ batch: EventBatch, _ run: MergedRun) {
        for index in run.lines {
            files[Int(batch.source.input.rawValue)].count(batch, index, at: run.stamp)
            guard let stamp = run.stamp else { continue }
            calendar.countLine(at: stamp)
            let parsed = batch.parsed[index]
            for block in batch.blocks[parsed.blocks] { add(Event(block: block, kind: parsed.kind, stamp: stamp)) }
        }
    }

    private mutating func add(_ event: Event) {
        if let number = latest[event.block].map(Int.init), event.stamp - lives[number].last < rules.forgetAfter {
            if lives[number].lines >= rules.maxEvents { linesBeyondMaxEvents += 1 }
            lives[number].add(event, keepingAtMost: rules.maxEvents)
        } else {
            latest[event.block] = Int32(lives.count)
            lives.append(BlockLife(event))
            calendar.countBlock(at: event.stamp)
        }
    }
}
