import Alerting
import Grouping
import Records
import Scoring

/// Blocks to alerts: a model's verdict on each cut, what it changes, and the lines that made it so.
package struct Judge {
    /// Below it a block's past is forgotten, unless it fires.
    private static let calm: Float = 0.05

    package private(set) var model: Model
    package private(set) var threshold: Float
    private let force: Bool
    package var fit = ModelFit()
    /// Whether somebody was told that the model does not fit; a restart does not say it again.
    package var hasSaidMisfit = false
    package private(set) var ledger = AlertLedger()
    package private(set) var evidence = EvidenceStore()
    /// Alerts raised.
    package private(set) var raised = AlertCounts()
    /// Alerts held back while the model did not fit.
    package private(set) var withheld = 0
    /// Alerts whose most telling line was not known any more.
    package private(set) var withoutEvidence = 0
    private var scorer: PrefixScorer
    /// By slot, whether its block fires or has evidence: most never do.
    private var isWatched: [Bool] = []
    /// By prefix, whether the step to it is known to tell nothing.
    private var tellsNothing: [Bool] = []
    private var composer: AlertComposer
    private var alerts: [Alert] = []
    private let wallClock: @Sendable () -> Stamp

    package init(
        model: Model, threshold: Float?, force: Bool, wallClock: @escaping @Sendable () -> Stamp = SystemCalls.wallClock
    ) {
        self.model = model
        self.threshold = threshold ?? model.threshold
        self.force = force
        self.wallClock = wallClock
        scorer = PrefixScorer(model: model)
        composer = AlertComposer(modelName: model.name, modelSHA256: model.sha256)
    }

    /// The same judge with another model or threshold: what it has seen and said stays.
    package func reloaded(model: Model, threshold: Float?, force: Bool) -> Judge {
        var judge = Judge(model: model, threshold: threshold, force: force, wallClock: wallClock)
        judge.fit = fit
        judge.hasSaidMisfit = hasSaidMisfit
        judge.ledger = ledger
        judge.evidence = evidence
        judge.isWatched = isWatched
        judge.raised = raised
        judge.withheld = withheld
        judge.withoutEvidence = withoutEvidence
        judge.alerts = alerts
        return judge
    }

    /// Why no alert is raised; nil where the model fits the logs, or is made to.
    package var misfit: Misfit? { force ? nil : fit.misfit(required: model.requiredEvents) }

    mutating func judge(_ block: Block, in prefixes: PrefixTable) {
        fit.countJudgement(of: prefixes.kinds(of: block.prefix), isFirst: block.isFirstCut)
        let verdict = Verdict(block: block, score: scorer.score(of: block.prefix, in: prefixes), threshold: threshold)
        guard misfit == nil else {
            if verdict.isAbnormal { withheld += 1 }
            return
        }
        if verdict.isAbnormal {
            watch(block.slot)
        } else if !watches(block.slot) {
            // Nothing was said of it, and nothing is to be said.
            return
        }
        guard let change = ledger.note(verdict) else { return }
        let alert = composer.compose(
            change, verdict, events: prefixes.events(of: block.prefix),
            contributions: contributions(to: block.prefix, in: prefixes),
            evidence: evidence.lines(of: block.key), emittedAt: wallClock())
        if alert.evidence.contains(where: { $0.line == nil }) { withoutEvidence += 1 }
        raised.count(alert.state, alert.severity)
        alerts.append(alert)
        if !ledger.isFiring(block.key) { forgetEvidence(of: block.key, block.slot) }
    }

    /// Whether ``weigh(_:of:_:_:in:)`` need not be asked.
    func tellsNothing(_ step: Step) -> Bool {
        step.isPartial || (step.after.rawValue < tellsNothing.count && tellsNothing[Int(step.after.rawValue)])
    }

    /// Remembers the line that a block, whose beginning the logs have, made a step by, where it moved the score noticeably
    /// or is the first of its kind to tell of trouble: a block that goes on failing must not push out the others' lines.
    mutating func weigh(
        _ line: LogLine, of batch: LineBatch, _ step: Step, _ block: BlockKey, in prefixes: PrefixTable
    ) {
        if step.after.rawValue == step.before.rawValue { return }
        let (before, score) = scorer.scores(of: step.before, and: step.after, in: prefixes)
        let event = prefixes.lastEvent(of: step.after)
        let isTelling =
            abs(score - before) >= Alert.tellingMove
            || BlockStory.isTrouble(event) && !prefixes.kinds(of: step.before).contains(event)
        // What is calm and was so has nothing to forget; but for what another model, before a reload, thought telling:
        // that stays known until the block's life ends.
        if !isTelling && (score < Self.calm) == (before < Self.calm) {
            while tellsNothing.count < prefixes.count { tellsNothing.append(false) }
            tellsNothing[step.after.index] = true
        } else if score < Self.calm && !(watches(step.slot) && ledger.isFiring(block)) {
            if watches(step.slot) { forgetEvidence(of: block, step.slot) }
        } else if isTelling {
            evidence.remember(
                block, event: prefixes.length(of: step.after) - 1, path: batch.path, offset: line.offset,
                line: batch.bytes[line.start..<line.end])
            watch(step.slot)
        }
    }

    /// The block's life is over.
    mutating func forget(_ block: BlockKey, _ slot: Slot) {
        guard watches(slot) else { return }
        ledger.end(block)
        forgetEvidence(of: block, slot)
    }

    private mutating func forgetEvidence(of block: BlockKey, _ slot: Slot) {
        evidence.forget(block)
        if watches(slot) { isWatched[Int(slot.rawValue)] = false }
    }

    private func watches(_ slot: Slot) -> Bool {
        slot.rawValue < isWatched.count && isWatched[Int(slot.rawValue)]
    }

    private mutating func watch(_ slot: Slot) {
        while slot.rawValue >= isWatched.count { isWatched.append(false) }
        isWatched[Int(slot.rawValue)] = true
    }

    /// The numbers of all prefixes have changed.
    mutating func forgetPrefixes() {
        scorer.forget()
        tellsNothing = []
    }

    /// Alerts that wait to be taken.
    var alertCount: Int { alerts.count }

    mutating func takeAlerts() -> [Alert] {
        defer { alerts = [] }
        return alerts
    }

    /// How much the score rose at each event; they add up to the score.
    private mutating func contributions(to prefix: PrefixID, in prefixes: PrefixTable) -> [Float] {
        var scores: [Float] = []
        var node = prefix
        while node != .empty {
            scores.append(scorer.score(of: node, in: prefixes))
            node = prefixes.parent(of: node)
        }
        scores.append(0)
        return zip(scores, scores.dropFirst()).map { $0 - $1 }.reversed()
    }

    func encode(into writer: inout StateWriter) {
        raised.encode(into: &writer)
        writer.write(Int64(withheld))
        writer.write(Int64(withoutEvidence))
        writer.write(hasSaidMisfit)
        fit.encode(into: &writer)
        ledger.encode(into: &writer)
        evidence.encode(into: &writer)
    }

    /// - Parameter slotCount: as ``BlockTable/slotCount``.
    mutating func restore(from reader: inout StateReader, slotCount: Int) throws {
        raised = try AlertCounts(from: &reader)
        withheld = try reader.readCounter()
        withoutEvidence = try reader.readCounter()
        hasSaidMisfit = try reader.readBool()
        fit = try ModelFit(from: &reader)
        ledger = try AlertLedger(from: &reader)
        evidence = try EvidenceStore(from: &reader)
        // It is not written down who was.
        isWatched = [Bool](repeating: true, count: slotCount)
    }
}
