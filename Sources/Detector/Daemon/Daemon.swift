import Alerting
import Glibc
import Grouping
import Logging
import Parsing
import Records
import Scoring
import Tailing

/// `blockwatch run`: follows the configured logs until it is told to stop.
///
/// One thread, one loop around poll(2): the kernel's notices, the signals and the turn of a second wake it; then it
/// looks at the files, takes lines through the pipeline, hands over alerts and writes a checkpoint when one is due.
package final class Daemon {
    /// Lines between two looks at signals, alerts and the clock.
    private static let linesAtOnce = 8192
    private static let second = Duration.seconds(1)
    /// Between two looks at the files while they change all the time.
    private static let lookEvery = Duration.milliseconds(20)

    private let load: () throws -> (Configuration, Equipment)
    private let log: Logger
    private var configuration: Configuration
    private(set) var pipeline: Pipeline
    private(set) var inputs: LiveInputs
    /// Whether there is, or has been, a log to follow. Until then nothing is written down: the first start, to which
    /// `input.start` belongs, is still to come.
    private let hasBegun: Bool
    let journal: JournalWriter?
    let output: AlertOutput
    private let state: StateDirectory
    private let signals: Int32
    private let control: ControlSocket?
    private let metrics: MetricsServer?

    let startedAt = ContinuousClock.now
    private(set) var isReady = false
    private(set) var checkpointedAt: ContinuousClock.Instant?
    /// Why the last checkpoint could not be written.
    private(set) var checkpointFault: FileError?
    private(set) var lastReload: (at: ContinuousClock.Instant, fault: String?, needRestart: [String])?
    private var isStopping = false
    /// What can be read or written, of the files' watches, the signals and the control socket, at the end of the latest wait.
    private var ready: [Int32] = []
    private var isLookDue = true
    private var lastLookAt = ContinuousClock.now - .seconds(1)
    var lineRate = LineRate()
    private var lastSecondAt = ContinuousClock.now - .seconds(1)
    private var schedule = CheckpointSchedule()
    private var watchdog = Watchdog()
    /// Whether a checkpoint is not to wait for its time.
    private var mustSave = false
    private var saidFault: FileError?
    private(set) var lossReporter: LossReporter

    /// - Parameters:
    ///   - load: reads the configuration and what it names; called again on SIGHUP.
    /// - Throws: what `load` throws; `FileError` where an output or the state cannot be made; ``StateDirectoryInUse``.
    package init(
        environment: [String: String], log: Logger, load: @escaping () throws -> (Configuration, Equipment)
    ) throws {
        self.load = load
        self.log = log
        // Before any thread is made, so that all of them leave the signals to us.
        signals = SystemCalls.signalDescriptor([SIGTERM, SIGINT, SIGHUP, SIGUSR1])
        let (configuration, equipment) = try load()
        self.configuration = configuration
        state = try StateDirectory(configuration.statePath(environment))
        journal = configuration.alerts.journald ? JournalWriter() : nil
        pipeline = Self.pipeline(configuration, equipment)
        let lastRun = try LastRun.restore(&pipeline, from: state.path)
        output = try AlertOutput(
            path: configuration.alertsPath(environment), stateDirectory: state.path, journal: journal,
            resuming: lastRun.checkpoint?.raised)
        // The same alerts may stand there from a state that is not there any more.
        if lastRun.checkpoint == nil { try output.passOverWhatStands() }
        if let words = try lastRun.mend(state) { log.error("\(words)") }
        inputs = try LiveInputs(
            configuration.input, parser: equipment.parser, lastRun.followStart(state),
            resuming: lastRun.checkpoint?.inputs ?? [])
        hasBegun = lastRun.checkpoint != nil || !configuration.input.files.isEmpty
        lossReporter = LossReporter(lastRun.checkpoint?.losses ?? LossRecord())
        metrics = try configuration.metricsListen.map { try MetricsServer($0) }
        do {
            control = try ControlSocket(configuration.controlPath(environment))
        } catch {
            log.warning("control.socket: \(error); \"blockwatch status\" cannot ask this daemon")
            control = nil
        }
    }

    private static func pipeline(_ configuration: Configuration, _ equipment: Equipment) -> Pipeline {
        Pipeline(
            configuration,
            judge: Judge(
                model: equipment.model, threshold: configuration.alerts.threshold, force: configuration.model.force))
    }

    /// Runs until SIGTERM or SIGINT.
    /// - Throws: `FileError` where the last checkpoint cannot be written.
    package func run() throws {
        log.info("judging with the model \(pipeline.judge.model.name), \(pipeline.judge.model.sha256)")
        if configuration.input.files.isEmpty { log.warning("\(Self.idleWords)") }
        if let metrics {
            metrics.start(showing: status([]))
            log.info("serving metrics on http://\(metrics.address)/metrics")
        }
        while true {
            handleSignals()
            control?.serve(ready) {
                // Who asks after a signal hears what came of it.
                handleSignals()
                return status(inputs.positions).json
            }
            if isStopping { break }
            let hasMore = step()
            if !isReady {
                isReady = true
                // The first positions are safe before anybody relies on them.
                if !output.isBlocked { saveCheckpoint() }
                SystemCalls.notify("READY=1")
                showMetrics()
            }
            checkpointIfDue()
            wait(hasMore)
        }
        SystemCalls.notify("STOPPING=1")
        control?.close()
        try stop()
    }

    /// - Returns: whether there is more to do at once.
    private func step() -> Bool {
        let now = ContinuousClock.now
        if isLookDue { look(now) }
        let isSecondOver = now - lastSecondAt >= Self.second
        if isSecondOver { everySecond(now) }
        if output.isBlocked {
            feedWatchdog(isAtRest: true)
            return false
        }
        let hasMore = inputs.step(limit: Self.linesAtOnce, into: &pipeline) { $0.take($1, $2) }
        handOver()
        feedWatchdog(isAtRest: !hasMore || output.isBlocked)
        if isSecondOver && !hasMore { judgeIdle(now) }
        return hasMore && !output.isBlocked
    }

    private func look(_ now: ContinuousClock.Instant, everything: Bool = false) {
        isLookDue = false
        lastLookAt = now
        inputs.look(everything: everything)
        sayNotices()
    }

    private func everySecond(_ now: ContinuousClock.Instant) {
        lastSecondAt = now
        lineRate.note(pipeline.counters.lines, at: now)
        output.inspect()
        output.retry()
        report(output.fault)
        sayMisfit()
        sayLosses(now)
        SystemCalls.notify("STATUS=\(summary)")
        showMetrics()
    }

    private func feedWatchdog(isAtRest: Bool) {
        if watchdog.isDue(at: .now, progress, isAtRest: isAtRest) { SystemCalls.notify("WATCHDOG=1") }
    }

    private func showMetrics() { metrics?.show(status(inputs.positions)) }

    private static let idleWords = "idle: input.files is empty, there is no log to follow"

    private var summary: String {
        if configuration.input.files.isEmpty { return Self.idleWords }
        let waiting = output.isBlocked ? "; \(output.pendingCount) alerts wait for the alerts file" : ""
        let misfit = pipeline.judge.misfit == nil ? "" : "; the model does not fit these logs"
        return
            "following \(inputs.count) logs, \(pipeline.counters.lines) lines read, \(pipeline.table.openCount) blocks "
            + "open, \(pipeline.judge.ledger.firingCount) of them firing\(waiting)\(misfit)"
    }

    private func handOver() {
        let alerts = pipeline.takeAlerts()
        guard !alerts.isEmpty else { return }
        output.raise(alerts)
        report(output.fault)
    }

    /// No log has brought a line for long: time itself says that blocks are silent. Where lines wait, it does not.
    private func judgeIdle(_ now: ContinuousClock.Instant) {
        let elapsed = now - inputs.lastLineAt
        guard !output.isBlocked, elapsed >= configuration.blocks.idleAfter else { return }
        look(now, everything: true)
        guard inputs.isExhausted else { return }
        let before = pipeline.judge.raised.all
        var isAll = false
        while !isAll && !output.isBlocked {
            isAll = pipeline.idle(for: elapsed)
            handOver()
            feedWatchdog(isAtRest: isAll)
        }
        // What the clock decided does not follow from the logs: a restart must find it in the state.
        mustSave = mustSave || pipeline.judge.raised.all > before
    }

    /// Sleeps until the kernel says that a log changed, a signal comes or the second is over. Right after a look it
    /// first lets changes gather: one look finds them all.
    private func wait(_ hasMore: Bool) {
        let sinceLook = ContinuousClock.now - lastLookAt
        if hasMore {
            isLookDue = sinceLook >= Self.lookEvery
            ready = SystemCalls.poll(control?.readable ?? [], writable: control?.writable ?? [], for: .zero)
            return
        }
        if sinceLook < Self.lookEvery { SystemCalls.poll([signals], for: Self.lookEvery - sinceLook) }
        let wake = inputs.wakeDescriptor
        let untilCheckpoint = isCheckpointWanted ? checkpointDueAt - .now : Self.second
        ready = SystemCalls.poll(
            [signals] + (wake.map { [$0] } ?? []) + (control?.readable ?? []), writable: control?.writable ?? [],
            for: min(Self.second - sinceLook, untilCheckpoint))
        isLookDue = wake.map(ready.contains) == true || ContinuousClock.now - lastLookAt >= Self.second
    }

    // MARK: what people are told

    private func sayNotices() {
        for notice in inputs.takeNotices() { log.log(level: notice.isWarning ? .warning : .info, "\(notice)") }
    }

    private func sayMisfit() {
        let misfit = pipeline.judge.misfit
        guard (misfit != nil) != pipeline.judge.hasSaidMisfit else { return }
        pipeline.judge.hasSaidMisfit = misfit != nil
        if let misfit {
            log.error("no alert is raised while the model does not fit these logs: \(misfit)")
            journal?.send("No alert is raised while the model does not fit these logs: \(misfit)", .misfit)
        } else {
            log.notice("the model fits these logs again")
        }
    }

    /// - Parameter now: nil at the end.
    private func sayLosses(_ now: ContinuousClock.Instant?) {
        if let words = lossReporter.words(losses, now) { log.warning("\(words)") }
    }

    private func report(_ fault: FileError?) {
        guard fault != saidFault else { return }
        saidFault = fault
        defer { showMetrics() }
        if let fault {
            log.error("\(fault); alerts wait, and reading pauses, until it can be written")
        } else {
            log.notice("alerts are written again")
        }
    }

    // MARK: signals

    private func handleSignals() {
        for signal in SystemCalls.readSignals(signals) {
            switch signal {
            case SIGTERM, SIGINT: isStopping = true
            case SIGHUP: reload()
            case SIGUSR1: output.reopen()
            default: break
            }
        }
    }

    /// Takes a new configuration's model, threshold and times; a bad one is refused and the old one stays.
    private func reload() {
        SystemCalls.notify("RELOADING=1\nMONOTONIC_USEC=\(SystemCalls.monotonicMicroseconds())")
        defer { SystemCalls.notify("READY=1") }
        do {
            let (new, equipment) = try load()
            let kept = configuration.afterReload(new)
            for key in kept.needRestart { log.warning("\(key) has changed; it takes effect at the next start") }
            let isOther =
                equipment.model.sha256 != pipeline.judge.model.sha256
                || new.alerts.threshold != configuration.alerts.threshold
            // What the old model has said is not to be judged anew by the new one after a crash.
            if isOther && !output.isBlocked { saveCheckpoint() }
            configuration = kept.configuration
            inputs.parser = equipment.parser
            pipeline.judge = pipeline.judge.reloaded(
                model: equipment.model, threshold: new.alerts.threshold, force: new.model.force)
            lastReload = (.now, nil, kept.needRestart)
            log.notice("reloaded; judging with the model \(equipment.model.name), \(equipment.model.sha256)")
        } catch {
            let words = (error as? any Fault)?.lines.joined(separator: "; ") ?? "\(error)"
            lastReload = (.now, words, [])
            log.error("the new configuration is refused, the old one stays: \(words)")
        }
    }

    // MARK: checkpoints

    private var progress: CheckpointSchedule.Progress {
        CheckpointSchedule.Progress(
            bytes: inputs.counters.bytes, lines: pipeline.counters.lines, alerts: pipeline.judge.raised.all)
    }

    /// Whether there is something that the latest checkpoint does not know, and a new one could be written.
    private var isCheckpointWanted: Bool { hasBegun && !output.isBlocked && schedule.isWanted(at: progress) }

    private var checkpointDueAt: ContinuousClock.Instant {
        schedule.dueAt(isJournalIdle: journal?.isIdle != false)
    }

    private func checkpointIfDue() {
        guard isCheckpointWanted,
            mustSave || schedule.isOverdue(raisedBytes: output.raisedBytes) || .now >= checkpointDueAt
        else { return }
        saveCheckpoint()
    }

    private func saveCheckpoint() {
        guard hasBegun else { return }
        mustSave = false
        do {
            try writeCheckpoint()
            guard checkpointFault != nil else { return }
            log.notice("checkpoints are written again")
            checkpointFault = nil
        } catch {
            guard checkpointFault == nil else { return }
            log.error("\(error); a restart would go back to the checkpoint before")
            checkpointFault = error as? FileError ?? FileError("write", state.path, errno: 0)
        }
        showMetrics()
    }

    private func writeCheckpoint() throws {
        let start = ContinuousClock.now
        var writer = StateWriter()
        pipeline.encode(into: &writer)
        var saved: CheckpointSchedule.Progress?
        defer {
            schedule.wrote(writer.bytes.count, from: start, to: .now, every: configuration.state.checkpointEvery, saved)
        }
        let losses = lossReporter.record(inputs.counters, journalDropped: journal?.counters.dropped ?? 0)
        let checkpoint = Checkpoint(
            inputs: inputs.checkpoint(), raised: output.beginCheckpoint(), pipeline: writer.bytes, losses: losses)
        try checkpoint.write(to: state.path)
        checkpointedAt = .now
        saved = progress
        output.checkpointed()
    }

    /// Nothing is judged early. Alerts that could not be written are raised again after the next start.
    private func stop() throws {
        sayMisfit()
        output.close()
        sayNotices()
        sayLosses(nil)
        if output.isBlocked {
            log.error("\(output.pendingCount) alerts could not be written; they are raised again after the next start")
        } else if hasBegun {
            try writeCheckpoint()
        }
        let counters = pipeline.table.counters
        let judge = pipeline.judge
        log.info(
            """
            stopped; \(pipeline.counters.lines) lines of \(counters.lives) blocks, \(judge.fit.livesJudged) of them \
            judged, \(judge.ledger.firingCount) firing
            """)
    }
}
