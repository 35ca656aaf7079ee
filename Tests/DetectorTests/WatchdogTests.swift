import Testing

@testable import Detector

struct WatchdogTests {
    let start = ContinuousClock.now

    func after(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }

    @Test func aPipelineThatGetsOnFeedsItOnceASecond() {
        var watchdog = Watchdog()
        let fed = (0..<40).filter { turn in
            watchdog.isDue(at: after(Double(turn) / 10), .init(lines: turn), isAtRest: false)
        }
        #expect(fed == [0, 10, 20, 30])
    }

    /// An alert or a byte is progress, too.
    @Test func oneThatSpinsWithoutGettingOnDoesNot() {
        var watchdog = Watchdog()
        let stuck = CheckpointSchedule.Progress(bytes: 7, lines: 8, alerts: 9)
        #expect(watchdog.isDue(at: start, stuck, isAtRest: false))
        #expect(!(1..<60).contains { watchdog.isDue(at: after(Double($0)), stuck, isAtRest: false) })
        #expect(watchdog.isDue(at: after(60), .init(bytes: 7, lines: 8, alerts: 10), isAtRest: false))
        #expect(watchdog.isDue(at: after(61), .init(bytes: 8, lines: 8, alerts: 10), isAtRest: false))
    }

    @Test func restIsNoStandstill() {
        var watchdog = Watchdog()
        #expect((0..<60).allSatisfy { watchdog.isDue(at: after(Double($0)), .init(), isAtRest: true) })
    }
}
