import Grouping
import Parsing
import Records
import Scoring
import Tailing

/// Logs read once, to the end, through the same pipeline as the daemon's.
package struct Replay {
    package enum OpenAtEnd: String, Sendable, CaseIterable { case judge, ignore }

    private struct Consumer {
        var pipeline: Pipeline
        var verdicts: BlockVerdicts
        var alerts = 0
        let write: ([Alert]) throws -> Void

        mutating func take(_ batch: EventBatch, _ run: MergedRun) -> Int {
            if verdicts.areLabelled {
                for parsed in batch.parsed[run.lines] { verdicts.see(batch.blocks[parsed.blocks]) }
            }
            return pipeline.take(batch, run)
        }

        mutating func handOver() throws {
            let raised = pipeline.takeAlerts()
            guard !raised.isEmpty else { return }
            alerts += raised.count
            verdicts.note(raised)
            try write(raised)
        }
    }

    private var consumer: Consumer
    private var logs: MergedLogs

    /// - Parameters:
    ///   - labels: whether each labelled block is abnormal; nil where there are none.
    ///   - write: takes the alerts as they are raised.
    /// - Throws: `FileError` for a log that cannot be opened, `UnknownZone`.
    package init(
        _ paths: [String], _ configuration: Configuration, _ equipment: Equipment, labels: [BlockKey: Bool]? = nil,
        write: @escaping ([Alert]) throws -> Void
    ) throws {
        logs = try MergedLogs(paths, configuration.input, parser: equipment.parser)
        let judge = Judge(
            model: equipment.model, threshold: configuration.alerts.threshold, force: configuration.model.force)
        consumer = Consumer(
            pipeline: Pipeline(configuration, judge: judge), verdicts: BlockVerdicts(labels: labels), write: write)
    }

    /// - Throws: what reading or writing throws; what was good before has been judged and written by then.
    package mutating func run(openAtEnd: OpenAtEnd = .judge) throws -> ReplaySummary {
        let start = ContinuousClock.now
        var damage: (any Error)?
        do {
            try logs.read(into: &consumer, { $0.take($1, $2) }, pause: { try $0.handOver() })
        } catch {
            damage = error
        }
        while openAtEnd == .judge && !consumer.pipeline.end() { try consumer.handOver() }
        try consumer.handOver()
        if let damage { throw damage }
        return summary(after: ContinuousClock.now - start)
    }

    /// Why alerts are held back; nil where the model fits the logs.
    package var misfit: Misfit? { consumer.pipeline.judge.misfit }
    /// Abnormal verdicts that raised no alert for that.
    package var withheld: Int { consumer.pipeline.judge.withheld }

    private func summary(after elapsed: Duration) -> ReplaySummary {
        let pipeline = consumer.pipeline
        var summary = ReplaySummary()
        summary.counters = pipeline.counters
        summary.bytes = logs.tailCounters.bytes
        summary.overlongLines = logs.tailCounters.overlongLines
        summary.blocks = pipeline.table.counters.lives
        summary.partialBlocks = pipeline.table.counters.partial
        summary.evictedBlocks = pipeline.table.counters.evicted
        summary.linesBeyondMaxEvents = pipeline.table.counters.linesBeyondMaxEvents
        summary.alerts = consumer.alerts
        summary.firedBlocks = consumer.verdicts.fired.count
        summary.seconds = Double(elapsed.milliseconds) / 1000
        summary.confusion = consumer.verdicts.confusion
        return summary
    }
}
