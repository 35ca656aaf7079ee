/// When the next checkpoint is to be written.
struct CheckpointSchedule {
    /// A checkpoint takes at most this share of the time, and writes at most so many bytes a second in the mean: the logs
    /// can be read again, so one of a million open blocks (57 MB with all evidence) may be a minute old.
    private static let share = 20
    private static let bytesPerSecond = 1 << 20
    /// It waits that long for the journal, so that a crash loses the journal no entry.
    private static let patienceWithJournal = Duration.seconds(1)

    /// How far the daemon has come.
    struct Progress: Hashable {
        var bytes = 0
        /// Lines may be taken long after their bytes were read: another log held them back.
        var lines = 0
        var alerts = 0
    }

    private var dueAt = ContinuousClock.now
    private var saved = Progress()
    /// Of the latest one, in bytes.
    private var size = 0
    private var hasFailed = false

    /// Whether there is something that the latest checkpoint does not know.
    func isWanted(at progress: Progress) -> Bool { progress != saved }

    /// Whether what was raised since the latest one takes so much room that it does not wait for its time: a disk must not
    /// fill with what a checkpoint would free.
    func isOverdue(raisedBytes: Int) -> Bool { !hasFailed && raisedBytes > max(1 << 18, size) }

    func dueAt(isJournalIdle: Bool) -> ContinuousClock.Instant {
        isJournalIdle ? dueAt : dueAt + Self.patienceWithJournal
    }

    /// One was written, or could not be.
    /// - Parameter progress: what it knows; nil where it could not be written.
    mutating func wrote(
        _ bytes: Int, from start: ContinuousClock.Instant, to end: ContinuousClock.Instant, every: Duration,
        _ progress: Progress?
    ) {
        dueAt = end + max(every, (end - start) * Self.share, .seconds(bytes / Self.bytesPerSecond))
        size = bytes
        hasFailed = progress == nil
        saved = progress ?? saved
    }
}
