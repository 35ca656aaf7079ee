import Testing

@testable import Detector

struct WatchdogTests {
    /// The tenths of a second at which it is fed.
    func fed(_ tenths: Range<Int>, isAtRest: Bool = false, _ progress: (Int) -> CheckpointSchedule.Progress) -> [Int] {
        let start = ContinuousClock.now
        var watchdog = Watchdog()
        return tenths.filter { watchdog.isDue(at: start + .milliseconds(100 * $0), progress($0), isAtRest: isAtRest) }
    }

    @Test func aPipelineThatGetsOnFeedsItOnceASecond() {
        #expect(fed(0..<40) { .init(lines: $0) } == [0, 10, 20, 30])
    }

    @Test func oneThatSpinsWithoutGettingOnDoesNot() {
        #expect(fed(0..<600) { _ in .init(bytes: 7, lines: 8, alerts: 9) } == [0])
        // A byte or an alert is progress, too.
        #expect(fed(0..<600) { .init(bytes: $0 / 300) } == [0, 300])
        #expect(fed(0..<600) { .init(alerts: $0 / 300) } == [0, 300])
    }

    @Test func restIsNoStandstill() {
        #expect(fed(0..<30, isAtRest: true) { _ in .init() } == [0, 10, 20])
    }
}
