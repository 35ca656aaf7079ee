import Testing

@testable import Detector

struct CheckpointScheduleTests {
    let start = ContinuousClock.now
    let every = Duration.seconds(5)

    @Test func aSmallOneComesAsOftenAsItMay() {
        var schedule = CheckpointSchedule()
        let progress = CheckpointSchedule.Progress(bytes: 1, lines: 0, alerts: 0)
        #expect(schedule.isWanted(at: progress))
        schedule.wrote(1000, from: start, to: start + .milliseconds(10), every: every, progress)
        #expect(!schedule.isWanted(at: progress))
        #expect(schedule.dueAt(isJournalIdle: true) == start + .milliseconds(5010))
    }

    /// Neither its time nor its bytes may become a burden.
    @Test func aLargeOneIsRare() {
        var schedule = CheckpointSchedule()
        schedule.wrote(1000, from: start, to: start + .seconds(1), every: every, nil)
        #expect(schedule.dueAt(isJournalIdle: true) == start + .seconds(21))
        schedule.wrote(30 << 20, from: start, to: start + .seconds(1), every: every, nil)
        #expect(schedule.dueAt(isJournalIdle: true) == start + .seconds(31))
    }

    @Test func oneThatCouldNotBeWrittenIsStillWanted() {
        var schedule = CheckpointSchedule()
        let progress = CheckpointSchedule.Progress(bytes: 0, lines: 0, alerts: 1)
        schedule.wrote(1000, from: start, to: start, every: every, nil)
        #expect(schedule.isWanted(at: progress))
    }

    @Test func theJournalIsWaitedForASecond() {
        var schedule = CheckpointSchedule()
        schedule.wrote(0, from: start, to: start, every: every, nil)
        #expect(schedule.dueAt(isJournalIdle: false) == start + .seconds(6))
    }

    @Test func whatWasRaisedMustNotFillTheDisk() {
        var schedule = CheckpointSchedule()
        #expect(!schedule.isOverdue(raisedBytes: 200_000) && schedule.isOverdue(raisedBytes: 300_000))
        schedule.wrote(1 << 20, from: start, to: start, every: every, CheckpointSchedule.Progress())
        #expect(!schedule.isOverdue(raisedBytes: 1_000_000) && schedule.isOverdue(raisedBytes: 1_100_000))
        // It would only fail again.
        schedule.wrote(1 << 20, from: start, to: start, every: every, nil)
        #expect(!schedule.isOverdue(raisedBytes: 1_100_000))
    }
}
