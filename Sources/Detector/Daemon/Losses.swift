import Alerting
import Grouping
import Tailing

/// How much of each ``Loss`` there has been: nothing of it is silent.
struct Losses: Hashable {
    var counts: [Loss: Int] = [:]

    init() {}

    init(_ pipeline: Pipeline, _ tail: TailCounters, journalDropped: Int) {
        for loss in Loss.allCases { counts[loss] = Self.count(loss, pipeline, tail, journalDropped) }
    }

    private static func count(_ loss: Loss, _ pipeline: Pipeline, _ tail: TailCounters, _ journalDropped: Int) -> Int {
        switch loss {
        case .restsLost: tail.lostRests
        case .readsFailed: tail.unreadable
        case .linesOverlong: tail.overlongLines
        case .bytesSkipped: tail.skippedBytes
        case .linesLate: pipeline.counters.late
        case .linesOfPartialBlocks: pipeline.table.counters.linesOfPartial
        case .blocksEvicted: pipeline.table.counters.evicted
        case .linesBeyondMaxEvents: pipeline.table.counters.linesBeyondMaxEvents
        case .verdictsWithheld: pipeline.judge.withheld
        case .evidenceDropped: pipeline.judge.evidence.dropped
        case .alertsWithoutEvidence: pipeline.judge.withoutEvidence
        case .journalEntriesDropped: journalDropped
        }
    }

    /// What has been added to `before`; nil where nothing has.
    func words(since before: Losses) -> String? {
        let added = Loss.allCases.compactMap { loss in
            let count = counts[loss, default: 0] - before.counts[loss, default: 0]
            return count > 0 ? "\(count) \(loss.words)" : nil
        }
        return added.isEmpty ? nil : "lost or passed over since this was last said: " + added.joined(separator: ", ")
    }
}
