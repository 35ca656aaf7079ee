import Alerting
import Glibc
import Grouping
import Records
import Scoring
import Tailing

extension Daemon {
    /// How the daemon is now.
    /// - Parameter positions: of the inputs; the metrics do without the list.
    func status(_ positions: [InputPosition]) -> Status {
        let judge = pipeline.judge
        let table = pipeline.table
        return Status(
            version: Version.text, pid: getpid(), uptimeSeconds: Self.seconds(since: startedAt), ready: isReady,
            health: health,
            model: Status.Model(
                name: judge.model.name, sha256: judge.model.sha256, threshold: judge.threshold,
                fits: judge.misfit == nil, misfit: judge.misfit.map { "\($0)" }),
            reading: Status.Reading(
                logs: inputs.count, bytes: tailCounters.bytes, lagBytes: positions.reduce(0) { $0 + $1.lag },
                lines: pipeline.counters.lines, linesWithoutBlock: pipeline.counters.withoutBlock,
                linesUnmatched: pipeline.counters.unmatched, linesPerSecond: lineRate.perSecond),
            blocks: Status.Blocks(
                open: table.openCount, firing: judge.ledger.firingCount, lives: table.counters.lives,
                livesPartial: table.counters.partial, livesJudged: judge.fit.livesJudged),
            alerts: Status.Alerts(
                firing: judge.raised.firing, critical: judge.raised.critical, warning: judge.raised.warning,
                resolved: judge.raised.resolved, waiting: output.pendingCount),
            checkpointAgeSeconds: checkpointedAt.map(Self.seconds), reload: reload, losses: lossesByName,
            inputs: statusInputs(positions))
    }

    private func statusInputs(_ positions: [InputPosition]) -> [Status.Input] {
        zip(positions, zip(inputs.tallies, inputs.lags)).map { position, state in
            let (tally, lag) = state
            return Status.Input(
                path: position.path, file: position.file, offset: position.offset, size: position.size,
                lagBytes: position.lag, lagSeconds: Double(lag.milliseconds) / 1000, layout: tally.layout?.name,
                lines: tally.lines, linesWithBlock: tally.linesWithBlock, linesMatched: tally.linesMatched)
        }
    }

    /// What has been read, since the first start.
    private var tailCounters: TailCounters { lossReporter.total(inputs.counters) }

    var losses: Losses {
        Losses(
            pipeline, tailCounters,
            journalDropped: lossReporter.total(journalDropped: journal?.counters.dropped ?? 0))
    }

    private var reload: Status.Reload? {
        lastReload.map {
            Status.Reload(ageSeconds: Self.seconds(since: $0.at), fault: $0.fault, needRestart: $0.needRestart)
        }
    }

    private var lossesByName: [String: Int] {
        Dictionary(uniqueKeysWithValues: losses.counts.map { ($0.key.name, $0.value) })
    }

    private var health: Status.Health {
        Status.Health([output.fault, checkpointFault].compactMap { $0.map { "\($0)" } })
    }

    private static func seconds(since moment: ContinuousClock.Instant) -> Double {
        Double((ContinuousClock.now - moment).milliseconds) / 1000
    }
}
