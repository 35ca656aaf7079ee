import Foundation
import Records
import TestSupport
import Testing

/// Scenarios 13 and 14: the stamps of logs that are not what they should be.
struct TimeTests {
    private let start = Stamp(year: 2024, month: 3, day: 1, hour: 8, minute: 0, second: 0)

    /// The alerts of a daemon that was killed after each of four parts, which a replay gives likewise.
    /// - Returns: each as block and state.
    private func alerts(of log: [UInt8], input: String = "") throws -> [String] {
        let daemon = try Daemon(["a.log"], input: input, more: "blocks: {idle_after: 1h}")
        var lines = 0
        for part in log.parts(4) {
            try daemon.start()
            try daemon.directory.append("logs/a.log", part)
            lines += lineCount(part)
            try daemon.awaitLines(lines)
            _ = daemon.stop(SIGKILL)
        }
        try daemon.start()
        try daemon.givesTheAlerts(of: ["a.log"])
        return try daemon.alerts().map { "\($0["block"] ?? "") \($0["state"] ?? "")" }
    }

    @Test func stampsOutOfOrder() throws {
        var (lines, random) = (BlockLines(), RandomSource(seed: 1))
        func jitter() -> Duration { .seconds(random.index(below: 181) - 90) }
        for block in 1...60 {
            let moment = start + .seconds(block * 20)
            lines.begin(block, at: moment + jitter())
            if block % 20 != 0 { lines.finish(block, at: moment + .seconds(40) + jitter()) }
        }
        lines.moveClock(to: start + .seconds(4 * 3600))
        #expect(try alerts(of: lines.log()) == ["blk_20 firing", "blk_40 firing", "blk_60 firing"])
    }

    @Test func theTurnOfTheYear() throws {
        var lines = BlockLines()
        let turn = Stamp(year: 2025, month: 1, day: 1, hour: 0, minute: 0, second: 0)
        for block in 1...20 {
            lines.begin(block, at: turn + .seconds(block * 2 - 25))
            if block % 10 != 0 { lines.finish(block, at: turn + .seconds(block * 2 + 20)) }
        }
        lines.sort()
        lines.moveClock(to: turn + .seconds(2 * 3600))
        #expect(try alerts(of: lines.log()) == ["blk_10 firing", "blk_20 firing"])
    }

    /// Wherever it stands, also as the first line of all.
    @Test(arguments: [0, 30]) func oneStampIn2099ClosesNothing(_ before: Int) throws {
        var lines = BlockLines()
        let far = Stamp(year: 2099, month: 1, day: 1, hour: 0, minute: 0, second: 0)
        if before == 0 { lines.touch(99, at: far) }
        for block in 1...60 {
            lines.begin(block, at: start + .seconds(block))
            if block == before { lines.touch(99, at: far) }
        }
        for block in 1...59 { lines.finish(block, at: start + .seconds(60 + block)) }
        lines.moveClock(to: start + .seconds(2 * 3600))
        #expect(try alerts(of: lines.log()) == ["blk_60 firing"])
    }

    @Test func linesLongAfterTheBlockWasDecidedAndForgotten() throws {
        var lines = BlockLines()
        lines.begin(1, at: start)
        lines.begin(2, at: start)
        lines.begin(3, at: start)
        // Decided by then; what comes later is judged with the rest.
        lines.moveClock(to: start + .seconds(10 * 3600))
        lines.finish(1, at: start + .seconds(10 * 3600 + 60))
        lines.moveClock(to: start + .seconds(11 * 3600))
        // Forgotten by then: an end without a beginning is not judged, a new beginning is a new life.
        lines.moveClock(to: start + .seconds(80 * 3600))
        lines.finish(2, at: start + .seconds(80 * 3600 + 60))
        lines.begin(3, at: start + .seconds(80 * 3600 + 60))
        lines.moveClock(to: start + .seconds(83 * 3600))
        let found = try alerts(of: lines.log())
        #expect(found.sorted() == ["blk_1 firing", "blk_1 resolved", "blk_2 firing", "blk_3 firing", "blk_3 firing"])
    }

    /// In the night when the clocks are put on or back, writes take as long as ever.
    /// - Parameter change: the moment, in UTC.
    @Test(arguments: [
        ("Europe/Berlin", "2024-03-31T01:00:00Z"), ("Europe/Berlin", "2024-10-27T01:00:00Z"),
        ("Australia/Sydney", "2024-04-06T16:00:00Z"), ("Australia/Sydney", "2024-10-05T16:00:00Z"),
    ])
    func daylightSavingTime(_ name: String, _ change: String) throws {
        let zone = try #require(TimeZone(identifier: name))
        let moment = try #require(ISO8601DateFormatter().date(from: change))
        #expect(zone.secondsFromGMT(for: moment) != zone.secondsFromGMT(for: moment - 1))
        let middle = Stamp(milliseconds: Int64(moment.timeIntervalSince1970) * 1000)
        var lines = BlockLines()
        // A write each half a minute, from two hours before to two hours after; each 40th breaks off.
        for block in 1...480 {
            let begin = middle + .seconds((block - 240) * 30)
            lines.begin(block, at: begin)
            if block % 40 != 0 { lines.finish(block, at: begin + .seconds(50)) }
        }
        lines.sort()
        lines.moveClock(to: middle + .seconds(4 * 3600))
        let found = try alerts(of: lines.log(in: zone), input: "timezone: \(name)")
        #expect(found == (1...12).map { "blk_\($0 * 40) firing" })
        #expect(try ids(lines.log(in: zone), name) == ids(lines.log(), "UTC"))
    }

    /// What a replay gives.
    private func ids(_ log: [UInt8], _ zone: String) throws -> [String] {
        let directory = try TemporaryDirectory()
        let run = try Run(
            blockwatch, ["replay", "--model", shippedModel, try directory.write("a.log", log)],
            environment: ["BLOCKWATCH_INPUT_TIMEZONE": zone])
        return try alertLines(Array(run.output.utf8)).map(id)
    }
}
