import Foundation
import TestSupport
import Testing

/// A really running systemd, thrown away with its holder.
private final class SystemdBox {
    /// Why there is none here; nil where there is.
    static let missing: String? = {
        guard let tools = Places.tools, getuid() == 0 else { return "it needs root and SHARED_DIR" }
        let needed = ["/lib/systemd/systemd", "/usr/bin/dbus-daemon", "/sbin/setcap", tools + "/systemd-box.sh"]
        guard let absent = needed.first(where: { !FileManager.default.fileExists(atPath: $0) }) else { return nil }
        return "\(absent) is missing"
    }()

    private let script = (Places.tools ?? "") + "/systemd-box.sh"
    private let name = ["BOX_NAME": "blockwatch-\(getpid())"]

    init() throws {
        let start = try Run(script, ["start"], environment: name)
        try #require(start.status == 0, "\(start.errors)")
    }

    deinit { _ = try? Run(script, ["stop"], environment: name) }

    @discardableResult
    func exec(_ command: String...) throws -> Run { try Run(script, ["exec"] + command, environment: name) }

    func put(_ from: String, _ to: String, mode: String = "644") throws {
        let put = try Run(script, ["put", from, to, mode], environment: name)
        try #require(put.status == 0, "\(put.errors)")
    }

    func property(_ property: String) throws -> String {
        String(try exec("systemctl", "show", "blockwatch", "-p", property, "--value").output.prefix { $0 != "\n" })
    }

    /// The service's entries in the journal.
    func journal() throws -> [[String: Any]] {
        try alertLines(Array(try exec("journalctl", "-u", "blockwatch", "-o", "json", "--no-pager").output.utf8))
    }
}

/// deploy/blockwatch.service under a real systemd.
@Suite(.enabled(if: SystemdBox.missing == nil, "no systemd can be started here")) struct UnitTests {
    @Test func startedKilledReloadedStopped() throws {
        let box = try SystemdBox()
        let directory = try TemporaryDirectory()
        let root = Places.root.path
        try box.put(blockwatch, "/usr/bin/blockwatch", mode: "755")
        // Tests are linked with the toolchain's libraries, which the box has at the same place.
        try box.put(root + "/deploy/blockwatch.service", "/etc/systemd/system/blockwatch.service")
        try box.put(root + "/deploy/blockwatch.catalog", "/usr/lib/systemd/catalog/blockwatch.catalog")
        try box.put(shippedModel, "/usr/share/blockwatch/blockwatch.safetensors")
        let log = try directory.write("a.log", pieces("demo/hdfs.log", of: 1 << 20).joined())
        try box.exec("mkdir", "-p", "/var/log/hadoop")
        try box.put(log, "/var/log/hadoop/a.log")
        let configuration = try directory.write("c", "input: {files: [/var/log/hadoop/*.log], start: beginning}\n")
        try box.put(configuration, "/etc/blockwatch/blockwatch.yaml")
        try box.exec("systemctl", "daemon-reload")
        try box.exec("journalctl", "--update-catalog")

        let start = try box.exec("systemctl", "start", "blockwatch")
        let said = try box.exec("journalctl", "-u", "blockwatch").output
        #expect(start.status == 0, "\(start.errors)\n\(said)")
        let expected = try Run(blockwatch, ["replay", "--model", shippedModel, log]).output.split(separator: "\n")
            .map { id(try alertLines(Array($0.utf8) + [10])[0]) }
        func alerts() throws -> [String] {
            try alertLines(Array(box.exec("cat", "/var/log/blockwatch/alerts.jsonl").output.utf8)).map(id)
        }
        try eventually("the last alert") { try alerts().count >= expected.count }
        try eventually("the last alert's entry") {
            Set(try box.journal().compactMap { $0["BLOCKWATCH_ALERT_ID"] as? String }) == Set(expected)
        }

        try box.exec("systemctl", "kill", "-s", "KILL", "blockwatch")
        try eventually("the restart") {
            try box.property("NRestarts") == "1" && box.property("ActiveState") == "active"
        }
        #expect(try box.exec("systemctl", "reload", "blockwatch").status == 0)
        try eventually("the reload") { try box.exec("journalctl", "-u", "blockwatch").output.contains("reloaded") }
        #expect(try box.property("NRestarts") == "1")
        let explained = try box.exec("journalctl", "-u", "blockwatch", "-x", "--no-pager").output
        let block = try #require(box.journal().lazy.compactMap { $0["BLOCKWATCH_BLOCK"] as? String }.first)
        #expect(explained.contains("Subject: HDFS block \(block) lives an abnormal life"))
        #expect(!explained.contains("Nothing is to be done"), "entries of the catalog run into each other")
        #expect(try box.exec("systemctl", "stop", "blockwatch").status == 0)
        #expect(try box.property("Result") == "success")
        #expect(try alerts().sorted() == expected.sorted())
    }
}
