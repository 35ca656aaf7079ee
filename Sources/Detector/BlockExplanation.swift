import Grouping
import Parsing
import Records
import Scoring

/// How a block came to its score: its lines in logs, event by event, and the cuts at which it was judged; by the same
/// parser, merger, table and scorer as the daemon's. The logs are read once, to the end, at which an open life is judged.
package struct BlockExplanation: Sendable {
    package struct Line: Sendable, Hashable {
        package let event: EventKind
        package let stamp: Stamp
        /// Without its ending.
        package let text: [UInt8]
        package let path: String
        /// Bytes from the (uncompressed) file's start.
        package let offset: UInt64
        /// The score of the events up to it, and how far it moved it; nil where the line went beyond `blocks.max_events`.
        package let score: Float?
        package let moved: Float
    }

    package enum Entry: Sendable, Hashable {
        case line(Line)
        /// The life was judged; a partial one is not.
        case judged(Verdict)
        /// It is over: later lines begin a new one.
        case ended
    }

    package private(set) var entries: [Entry] = []
    /// Whether the latest life does not begin with a beginning: the block is older than the logs, and is not judged.
    package private(set) var isPartial = false
    /// After the latest life's events; nothing where more would not be counted (`blocks.max_events`).
    package private(set) var prospect = Prospect()
    package var lines: [Line] { Self.lines(of: entries) }
    /// Since the block was last forgotten.
    private var latestLife: ArraySlice<Entry> {
        let end = entries.lastIndex { if case .ended = $0 { true } else { false } }
        return entries[(end.map { $0 + 1 } ?? 0)...]
    }
    /// Of the latest life; nil where it is partial.
    package var verdict: Verdict? {
        latestLife.compactMap { if case .judged(let verdict) = $0 { verdict } else { nil } }.last
    }
    package var linesOfLatestLife: [Line] { Self.lines(of: latestLife) }

    private static func lines(of entries: some Sequence<Entry>) -> [Line] {
        entries.compactMap { if case .line(let line) = $0 { line } else { nil } }
    }

    private let block: BlockKey
    private let threshold: Float
    private var table: BlockTable
    private var scorer: PrefixScorer
    private var latest = PrefixID.empty

    /// - Throws: `FileError`, `DataFault` (damaged gzip), `UnknownZone`.
    package init(
        of block: BlockKey, _ paths: [String], _ configuration: Configuration, _ equipment: Equipment
    ) throws {
        self.block = block
        threshold = configuration.alerts.threshold ?? equipment.model.threshold
        table = BlockTable(rules: configuration.blockRules)
        scorer = PrefixScorer(model: equipment.model)
        var logs = try MergedLogs(paths, configuration.input, parser: equipment.parser)
        try logs.read(into: &self) { explanation, batch, run in
            // Other blocks' lines move the clock.
            explanation.table.advance(to: run.clock)
            explanation.noteOutcomes()
            for index in run.lines { explanation.take(batch, index, run.stamp) }
            return run.lines.count
        }
        table.end()
        noteOutcomes()
        // What follows is another life, and nothing does.
        if case .ended = entries.last { entries.removeLast() }
        if latest != .empty, table.prefixes.length(of: latest) < table.rules.maxEvents {
            prospect = Prospect(after: latest, in: table.prefixes, equipment.model, &scorer)
        }
    }

    private mutating func take(_ batch: EventBatch, _ index: Int, _ stamp: Stamp?) {
        let parsed = batch.parsed[index]
        guard let stamp, batch.blocks[parsed.blocks].contains(block) else { return }
        let step = table.apply(Event(block: block, kind: parsed.kind, stamp: stamp))
        noteOutcomes()
        (isPartial, latest) = (step.isPartial, step.after)
        let source = batch.source.lines[index]
        let (before, after) = scorer.scores(of: step.before, and: step.after, in: table.prefixes)
        entries.append(
            .line(
                Line(
                    event: parsed.kind, stamp: stamp, text: Array(batch.source.bytes[source.start..<source.end]),
                    path: batch.source.path, offset: source.offset, score: step.before == step.after ? nil : after,
                    moved: step.before == step.after ? 0 : after - before)))
    }

    private mutating func noteOutcomes() {
        for outcome in table.takeOutcomes() {
            switch outcome {
            case .cut(let block):
                let score = scorer.score(of: block.prefix, in: table.prefixes)
                entries.append(.judged(Verdict(block: block, score: score, threshold: threshold)))
            case .ended: entries.append(.ended)
            }
        }
    }
}
