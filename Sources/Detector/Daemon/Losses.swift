import Alerting
import Grouping
import Tailing

/// Everything that can be lost or passed over, counted: nothing of it is silent.
struct Losses: Hashable {
    private let counts: [Count]

    private struct Count: Hashable {
        var what: String
        var count: Int
    }

    init(_ pipeline: Pipeline, _ tail: TailCounters, _ journal: JournalWriter.Counters?) {
        let blocks = pipeline.table.counters
        let judge = pipeline.judge
        counts = [
            Count(what: "rests of logs that had gone", count: tail.lostRests),
            Count(what: "logs that could not be read, each time anew", count: tail.unreadable),
            Count(what: "lines longer than input.max_line_bytes", count: tail.overlongLines),
            Count(what: "NULs at the beginning of lines", count: tail.skippedBytes),
            Count(what: "lines too late to be merged", count: pipeline.counters.late),
            Count(what: "blocks evicted at blocks.max_open", count: blocks.evicted),
            Count(what: "lines beyond blocks.max_events, judged without them", count: blocks.linesBeyondMaxEvents),
            Count(what: "abnormal verdicts while the model did not fit", count: judge.withheld),
            Count(what: "lines of evidence dropped for want of room", count: judge.evidence.dropped),
            Count(what: "alerts without a known line", count: judge.withoutEvidence),
            Count(what: "entries that the journal did not take", count: journal?.dropped ?? 0),
        ]
    }

    /// What has been added to `before`; nil where nothing has.
    func words(since before: Losses) -> String? {
        let added = zip(counts, before.counts).filter { $0.count > $1.count }
            .map { "\($0.count - $1.count) \($0.what)" }
        return added.isEmpty ? nil : "lost or passed over since this was last said: " + added.joined(separator: ", ")
    }
}
