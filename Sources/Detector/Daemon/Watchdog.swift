/// When the service manager's watchdog is fed: once a second, where the pipeline has got on since the last time, has
/// nothing to do, or pauses on purpose. A daemon that spins without getting on is left to be killed.
struct Watchdog {
    private static let every = Duration.seconds(1)

    private var fedAt: ContinuousClock.Instant?
    private var fedFor: CheckpointSchedule.Progress?

    /// - Parameter isAtRest: no line waits, or reading pauses until the alerts file takes more.
    /// - Returns: whether to feed it now.
    mutating func isDue(
        at now: ContinuousClock.Instant, _ progress: CheckpointSchedule.Progress, isAtRest: Bool
    ) -> Bool {
        guard fedAt.map({ now - $0 >= Self.every }) ?? true, isAtRest || progress != fedFor else { return false }
        fedAt = now
        fedFor = progress
        return true
    }
}
