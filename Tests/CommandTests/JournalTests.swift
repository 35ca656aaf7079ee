import Foundation
import TestSupport
import Testing

/// Whether a journald can be started here.
private let journald: String? = {
    guard let tools = Places.tools, getuid() == 0,
        FileManager.default.fileExists(atPath: "/lib/systemd/systemd-journald")
    else {
        FileHandle.standardError.write(
            Data("SKIPPING the test with a real journald: it needs root, the package systemd and SHARED_DIR\n".utf8))
        return nil
    }
    return tools
}()

/// A journald, which ends with its holder.
private final class Journald {
    let tools: String
    private(set) var pid: Int32?

    init() throws {
        tools = try #require(journald)
        try start()
    }

    func start() throws {
        let start = try Run(tools + "/start-journald.sh", [])
        try #require(start.status == 0, "\(start.errors)")
        // It prints a pid where no journald of the machine's own is running.
        pid = Int32(start.output.filter(\.isNumber))
    }

    func stop() { if pid != nil { _ = try? Run(tools + "/stop-journald.sh", []) } }

    func signal(_ number: Int32) { if let pid { kill(pid, number) } }

    /// The alerts' entries of one daemon.
    func entries(of daemon: Int32) throws -> [[String: Any]] {
        let run = try Run("/bin/journalctl", ["-o", "json", "SYSLOG_IDENTIFIER=blockwatch", "_PID=\(daemon)"])
        return try alertLines(Array(run.output.utf8)).filter { $0["BLOCKWATCH_ALERT_ID"] != nil }
    }

    deinit {
        signal(SIGCONT)
        stop()
    }
}

@Suite(.serialized, .enabled(if: journald != nil, "no journald can be started here")) struct JournalTests {
    /// Scenario 23, but for the first: in every other test of the daemon journald is missing.
    @Test func missingThenStoppedAndRestarted() throws {
        // One that an interrupted run of the tests has left; the machine's own stays, and this test has no journald to stop.
        _ = try Run(#require(journald) + "/stop-journald.sh", [])
        if FileManager.default.fileExists(atPath: "/run/systemd/journal/socket") { return }
        let log = try SimulatedLog(blocks: 900, seed: 12)
        let daemon = try Daemon(["a.log"], journald: true)
        try daemon.start()
        let pid = daemon.pid
        var pieces = log.pieces(3)[...]
        func goOn() throws -> Int {
            try daemon.directory.append("logs/a.log", pieces.removeFirst())
            let count = try daemon.oracle(["a.log"]).count
            try eventually("the alerts") { try daemon.alerts().count == count }
            return count
        }
        let missed = try goOn()
        let journald = try Journald()
        let restarted = try goOn()
        try eventually("the entries") { try journald.entries(of: pid).count == restarted - missed }
        journald.stop()
        try journald.start()
        let all = try goOn()
        try eventually("the entries") { try journald.entries(of: pid).count == all - missed }
        try daemon.givesTheAlerts(of: ["a.log"])
        #expect(daemon.log.contains("\(missed) entries that the journal did not take"), "\(daemon.log)")
    }

    /// It does not read: nothing waits for it, and what it does not take is counted.
    @Test func notReading() throws {
        let journald = try Journald()
        guard journald.pid != nil else { return }
        let log = try SimulatedLog(blocks: 15_000, abnormal: 0.4, seed: 13)
        let daemon = try Daemon(["a.log"], journald: true)
        journald.signal(SIGSTOP)
        try daemon.start()
        let pid = daemon.pid
        try daemon.directory.write("logs/a.log", log.bytes)
        try daemon.givesTheAlerts(of: ["a.log"])
        // Said once or more often, each time what has come since.
        let dropped = daemon.log.split(separator: "\n").reduce(0) { sum, line in
            guard let words = line.firstRange(of: " entries that the journal did not take") else { return sum }
            return sum + (Int(line[..<words.lowerBound].split { !$0.isNumber }.last ?? "") ?? 0)
        }
        #expect(dropped > 0, "\(daemon.log)")
        journald.signal(SIGCONT)
        let alerts = try daemon.alerts().count
        // What the kernel held for it, it takes now.
        try eventually("the entries that it took") { try journald.entries(of: pid).count >= alerts - dropped }
    }

    /// While the alerts file cannot be written, the journal has the alerts (scenario 21).
    @Test func theAlertsFileCannotBeWritten() throws {
        let journald = try Journald()
        let daemon = try Daemon(["a.log"], journald: true)
        try daemon.start()
        let pid = daemon.pid
        try eventually("the alerts file") { daemon.directory.exists("alerts.jsonl") }
        try daemon.directory.remove("alerts.jsonl")
        try FileManager.default.createDirectory(
            atPath: daemon.directory.file("alerts.jsonl"), withIntermediateDirectories: true)
        try daemon.directory.write("logs/a.log", SimulatedLog(blocks: 300, seed: 14).bytes)
        try eventually("an entry") { try !journald.entries(of: pid).isEmpty }
        try daemon.directory.remove("alerts.jsonl")
        try daemon.givesTheAlerts(of: ["a.log"])
    }

    @Test func oneEntryForEachAlert() throws {
        let journald = try Journald()
        let daemon = try Daemon(["a.log"], journald: true)
        try daemon.start()
        for piece in try pieces("demo/hdfs.log", of: 1 << 20) { try daemon.directory.append("logs/a.log", piece) }
        let expected = try daemon.oracle(["a.log"])
        try eventually("the last alert") { try daemon.alerts().count >= expected.count }
        let pid = daemon.pid
        #expect(daemon.stop() == 0)
        var entries: [[String: Any]] = []
        try eventually("the last entry") {
            entries = try journald.entries(of: pid)
            return entries.count >= expected.count
        }
        #expect(entries.compactMap { $0["BLOCKWATCH_ALERT_ID"] as? String }.sorted() == expected.sorted())
        let alerts = try daemon.alerts()
        for alert in alerts {
            let entry = try #require(entries.first { $0["BLOCKWATCH_ALERT_ID"] as? String == id(alert) })
            #expect(entry["MESSAGE"] as? String == alert["reason"] as? String)
            #expect(entry["BLOCKWATCH_BLOCK"] as? String == alert["block"] as? String)
            #expect(entry["BLOCKWATCH_STATE"] as? String == alert["state"] as? String)
            let isFiring = alert["state"] as? String == "firing"
            let isCritical = alert["severity"] as? String == "critical"
            #expect(entry["PRIORITY"] as? String == (isFiring ? isCritical ? "2" : "4" : "6"))
        }
    }
}
