import Alerting
import Parsing
import Records
import Scoring

/// What a configuration needs to judge: its model, and the parser of the model's templates.
package struct Equipment {
    package var model: Model
    package var parser: LineParser

    /// - Throws: `FileError`, `DataFault` where the model file does not do.
    package init(modelPath: String) throws {
        model = try ModelFile.read(path: modelPath)
        parser = LineParser(
            matcher: TemplateMatcher(try model.templates.map { try Template(kind: $0.kind, text: $0.text) }))
    }
}

/// Logs read once, to the end, through the same pipeline as the daemon's.
package struct Replay {
    package enum OpenAtEnd: String, Sendable, CaseIterable { case judge, ignore }

    private var pipeline: Pipeline
    private var logs: MergedLogs
    private let labels: [BlockKey: Bool]?
    private var verdicts = BlockVerdicts()
    private var alerts = 0

    /// - Parameter labels: whether each labelled block is abnormal; nil where there are none.
    /// - Throws: `FileError` for a log that cannot be opened, `UnknownZone`.
    package init(
        _ paths: [String], _ configuration: Configuration, _ equipment: Equipment, labels: [BlockKey: Bool]? = nil
    ) throws {
        logs = try MergedLogs(paths, configuration.input, parser: equipment.parser)
        pipeline = Pipeline(
            configuration,
            judge: Judge(
                model: equipment.model, threshold: configuration.alerts.threshold, force: configuration.model.force))
        self.labels = labels
    }

    /// - Parameter write: takes the alerts as they are raised.
    /// - Throws: what reading or `write` throws; what was good before has been judged and written by then.
    package mutating func run(
        openAtEnd: OpenAtEnd = .judge, write: ([Alert]) throws -> Void
    ) throws -> ReplaySummary {
        let start = ContinuousClock.now
        var damage: (any Error)?
        do {
            try logs.read(into: &self.pipeline, { $0.take($1, $2, $3) }, pause: { _ in try handOver(write) })
        } catch {
            damage = error
        }
        if openAtEnd == .judge { pipeline.end() }
        try handOver(write)
        if let damage { throw damage }
        return summary(after: ContinuousClock.now - start)
    }

    /// Why alerts were held back; nil where the model fits the logs.
    package var misfit: Misfit? { pipeline.judge.misfit }
    package var withheld: Int { pipeline.judge.withheld }

    private mutating func handOver(_ write: ([Alert]) throws -> Void) throws {
        let raised = pipeline.takeAlerts()
        guard !raised.isEmpty else { return }
        alerts += raised.count
        verdicts.note(raised)
        try write(raised)
    }
}
