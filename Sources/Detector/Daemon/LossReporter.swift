import Tailing

/// What was lost, over all runs, and what of it the log has been told.
struct LossReporter {
    private static let minute = Duration.seconds(60)

    /// Of the runs before this one.
    private let before: LossRecord
    private var said: Losses
    private var saidAt: ContinuousClock.Instant?

    init(_ before: LossRecord) {
        self.before = before
        said = before.said
    }

    /// What has been read since the first start.
    /// - Parameter tail: in this run.
    func total(_ tail: TailCounters) -> TailCounters {
        var total = before.tail
        total += tail
        return total
    }

    /// Entries that the journal did not take since the first start.
    /// - Parameter dropped: in this run.
    func total(journalDropped dropped: Int) -> Int { before.journalDropped + dropped }

    /// What is to be said now: new losses at once, then at most once a minute.
    /// - Parameter now: nil at the end.
    mutating func words(_ losses: Losses, _ now: ContinuousClock.Instant?) -> String? {
        if let now, let saidAt, now - saidAt < Self.minute { return nil }
        guard let words = losses.words(since: said) else { return nil }
        said = losses
        saidAt = now ?? saidAt
        return words
    }

    /// What the next checkpoint keeps.
    func record(_ tail: TailCounters, journalDropped: Int) -> LossRecord {
        var record = LossRecord()
        record.tail = total(tail)
        record.journalDropped = total(journalDropped: journalDropped)
        record.said = said
        return record
    }
}
