import Foundation
import TestSupport
import Testing

/// Scenario 22: what others do to the alerts file under us.
@Suite(.serialized) struct AlertsFileTests {
    let log: SimulatedLog
    let daemon: Daemon

    init() throws {
        log = try SimulatedLog(blocks: 500, seed: 8)
        daemon = try Daemon(["*.log"])
    }

    /// Starts, and waits for the alerts of the first half.
    private func firstHalf() throws -> [UInt8] {
        try daemon.start()
        for piece in log.pieces(2)[..<1] { try daemon.directory.append("logs/a.log", piece) }
        let expected = try daemon.oracle(["a.log"]).count
        try eventually("the first half") { try daemon.alerts().count == expected }
        return try daemon.directory.read("alerts.jsonl")
    }

    private func secondHalf(formerly: [UInt8], in files: [String] = ["former", "alerts.jsonl"]) throws {
        for piece in log.pieces(2)[1...] { try daemon.directory.append("logs/a.log", piece) }
        if files.contains("former") { try daemon.directory.write("former", formerly) }
        try daemon.givesTheAlerts(of: ["a.log"], in: files)
    }

    @Test func deleted() throws {
        let former = try firstHalf()
        try daemon.directory.remove("alerts.jsonl")
        try eventually("a new file") { daemon.directory.exists("alerts.jsonl") }
        try secondHalf(formerly: former)
    }

    @Test(arguments: [false, true]) func renamed(_ isSaid: Bool) throws {
        let former = try firstHalf()
        try daemon.directory.rename("alerts.jsonl", to: "alerts.jsonl.1")
        if isSaid { daemon.signal(SIGUSR1) }
        try eventually("a new file") { daemon.directory.exists("alerts.jsonl") }
        try secondHalf(formerly: former, in: ["alerts.jsonl.1", "alerts.jsonl"])
        #expect(try daemon.directory.read("alerts.jsonl.1") == former)
    }

    @Test func truncated() throws {
        let former = try firstHalf()
        try FileHandle(forWritingTo: URL(filePath: daemon.directory.file("alerts.jsonl"))).truncate(atOffset: 0)
        try secondHalf(formerly: former)
    }

    /// What others have put there stays, and ours does not run into it.
    @Test func somebodyWritesToIt() throws {
        let former = try firstHalf()
        try daemon.directory.write("other", "not ours, and without an end")
        try daemon.directory.remove("alerts.jsonl")
        try daemon.directory.rename("other", to: "alerts.jsonl")
        for piece in log.pieces(2)[1...] { try daemon.directory.append("logs/a.log", piece) }
        let expected = try daemon.oracle(["a.log"]).sorted()
        let count = former.count { $0 == UInt8(ascii: "\n") }
        try eventually("the second half") {
            try daemon.directory.read("alerts.jsonl").count { $0 == UInt8(ascii: "\n") } > expected.count - count
        }
        #expect(daemon.stop() == 0)
        let text = try daemon.directory.read("alerts.jsonl")
        #expect(text.starts(with: Array("not ours, and without an end\n".utf8)))
        let ours = text.drop { $0 != UInt8(ascii: "\n") }.dropFirst()
        #expect(try (alertLines(former) + alertLines(Array(ours))).map(id).sorted() == expected)
    }

    /// One line makes more blocks due than alerts are handed over at once; stopped and killed in between.
    @Test func manyAlertsAtOnce() throws {
        let receiving = (1...6000).map {
            "240301 0800\($0 % 60 < 10 ? "0" : "")\($0 % 60) 1 INFO a: Receiving block blk_\($0)"
        }
        .sorted()
        let message = " src: /10.0.0.1:1 dest: /10.0.0.2:2\n"
        let later = "240301 110000 1 INFO a: nothing\n"
        // No block has what every normal one has.
        let forced = try daemon.directory.text("c.yaml").replacingOccurrences(
            of: "model: {", with: "model: {force: true, ")
        try daemon.directory.write("c.yaml", forced)
        try daemon.directory.write("logs/a.log", receiving.map { $0 + message }.joined() + later)
        let expected = try daemon.oracle(["a.log"])
        #expect(expected.count == 6000)
        for signal in [SIGTERM, SIGKILL, SIGTERM] {
            let before = try daemon.alerts().count
            try daemon.start()
            try eventually("some alerts") { try daemon.alerts().count > before || before == expected.count }
            _ = daemon.stop(signal)
        }
        try daemon.start()
        try daemon.givesTheAlerts(of: ["a.log"])
    }

    @Test func aDirectoryInItsPlace() throws {
        let former = try firstHalf()
        try daemon.directory.remove("alerts.jsonl")
        try eventually("a new file") { daemon.directory.exists("alerts.jsonl") }
        try daemon.directory.remove("alerts.jsonl")
        try FileManager.default.createDirectory(
            atPath: daemon.directory.file("alerts.jsonl"), withIntermediateDirectories: false)
        for piece in log.pieces(2)[1...] { try daemon.directory.append("logs/a.log", piece) }
        try daemon.says("reading pauses, until it can be written")
        // Killed and told to stop while alerts wait: they come after the next start.
        #expect(daemon.stop(SIGKILL) == -SIGKILL)
        let refused = try Run(blockwatch, ["run", "--config", daemon.directory.file("c.yaml")])
        #expect(refused.status == 73 && refused.errors.contains("is a directory"), "\(refused.errors)")
        try daemon.directory.remove("alerts.jsonl")
        try daemon.start()
        try daemon.directory.write("former", former)
        try daemon.givesTheAlerts(of: ["a.log"], in: ["former", "alerts.jsonl"])
    }
}
