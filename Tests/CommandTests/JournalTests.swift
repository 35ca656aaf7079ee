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

@Suite(.enabled(if: journald != nil, "no journald can be started here")) struct JournalTests {
    @Test func oneEntryForEachAlert() throws {
        let tools = try #require(journald)
        let start = try Run(tools + "/start-journald.sh", [])
        try #require(start.status == 0, "\(start.errors)")
        // It prints a pid where no journald of the machine's own is running.
        defer { if !start.output.isEmpty { _ = try? Run(tools + "/stop-journald.sh", []) } }
        let daemon = try Daemon(["a.log"], journald: true)
        try daemon.start()
        for piece in try pieces("demo/hdfs.log", of: 1 << 20) { try daemon.directory.append("logs/a.log", piece) }
        let expected = try daemon.oracle(["a.log"])
        try eventually("the last alert") { try daemon.alerts().count >= expected.count }
        let pid = daemon.pid
        #expect(daemon.stop() == 0)
        var entries: [[String: Any]] = []
        try eventually("the last entry") {
            let run = try Run("/bin/journalctl", ["-o", "json", "SYSLOG_IDENTIFIER=blockwatch", "_PID=\(pid)"])
            entries = try alertLines(Array(run.output.utf8)).filter { $0["BLOCKWATCH_ALERT_ID"] != nil }
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
