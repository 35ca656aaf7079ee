import Foundation
import TestSupport
import Testing

/// deploy/blockwatch.service, installed from the package, under a real systemd.
@Suite(.serialized, .enabled(if: SystemdBox.missing == nil, "no systemd can be started here")) struct UnitTests {
    private let log = try! pieces("demo/hdfs.log", of: 100 << 10)

    @Test func killedAndStopped() throws {
        let box = try SystemdBox()
        try box.installAndFollow()
        #expect(try box.property("ActiveState") == "active", "start did not wait")
        for piece in log {
            try box.log(piece)
            let restarts = try box.property("NRestarts")
            try box.shell("systemctl kill -s KILL blockwatch")
            try eventually("the restart") {
                try box.property("NRestarts") != restarts && box.property("ActiveState") == "active"
            }
        }
        let expected = try box.givesTheAlerts(of: log.joined())
        try eventually("the last alert's entry") {
            Set(try box.journal().compactMap { $0["BLOCKWATCH_ALERT_ID"] as? String }) == Set(expected)
        }
        #expect(try !box.said().contains("priority"), "threads may ask for theirs")
        let explained = try box.shell("journalctl -u blockwatch -x --no-pager")
        let block = try #require(box.journal().lazy.compactMap { $0["BLOCKWATCH_BLOCK"] as? String }.first)
        #expect(explained.contains("Subject: HDFS block \(block) lives an abnormal life"))
        #expect(explained.contains("blockwatch explain --alert \(expected[0])"))
        #expect(!explained.contains("Nothing is to be done"), "entries of the catalog run into each other")
    }

    /// `systemctl reload` waits for the result, and has it.
    @Test func reloaded() throws {
        let box = try SystemdBox()
        try box.installAndFollow()
        let pid = try box.property("MainPID")
        try box.log(log[0])
        try box.configure("alerts: {threshold: 0.51}\n")
        try box.shell("systemctl reload blockwatch")
        #expect((try box.status()["model"] as? [String: Any])?["threshold"] as? Double == 0.51)
        try box.configure("alerts: {treshold: 0.52}\n")
        #expect(try box.exec("systemctl", "reload", "blockwatch").status != 0)
        let reload = try box.status()["reload"] as? [String: Any]
        #expect((reload?["fault"] as? String)?.contains("blockwatch.yaml:2: the key alerts.treshold") == true)
        #expect((try box.status()["model"] as? [String: Any])?["threshold"] as? Double == 0.51)
        try box.configure()
        try box.shell("systemctl reload blockwatch")
        #expect(try box.property("MainPID") == pid && box.property("ActiveState") == "active")
        for piece in log[1...] { try box.log(piece) }
        try box.givesTheAlerts(of: log.joined())
        #expect(try box.exec("blockwatch", "reload").status == 3)
    }

    @Test func aPipelineThatStandsStillIsKilled() throws {
        let box = try SystemdBox()
        try box.installAndFollow()
        try box.dropIn("WatchdogSec=5\n")
        try box.log(log[0])
        try box.shell("systemctl kill -s STOP blockwatch")
        for piece in log[1...] { try box.log(piece) }
        try eventually("the restart") {
            try box.property("NRestarts") != "0" && box.property("ActiveState") == "active"
        }
        #expect(try box.said().contains("Watchdog timeout"))
        try box.givesTheAlerts(of: log.joined())
    }

    /// A full disk is a reason to pause, and none to be killed for.
    @Test func aPauseFeedsTheWatchdog() throws {
        let box = try SystemdBox()
        try box.installAndFollow()
        let options = "size=64k,mode=2750,uid=$(id -u blockwatch),gid=$(getent group adm | cut -d: -f3)"
        try box.shell("mount -t tmpfs -o \(options) alerts /var/log/blockwatch")
        try box.shell("head -c 60000 /dev/zero >/var/log/blockwatch/filler")
        try box.dropIn("WatchdogSec=5\n")
        try box.log(log.joined())
        try eventually("the pause") {
            (try box.status()["health"] as? [String: Any])?["state"] as? String == "degraded"
        }
        let started = try #require(try box.status()["uptime_seconds"] as? Double)
        try eventually("time") { (try box.status()["uptime_seconds"] as? Double).map { $0 > started + 15 } == true }
        #expect(try box.property("NRestarts") == "0")
        try box.shell("rm /var/log/blockwatch/filler")
        try box.givesTheAlerts(of: log.joined())
    }

    /// A start that cannot succeed fails at once, says why, and is not tried again.
    @Test func aWrongConfiguration() throws {
        let box = try SystemdBox()
        try box.installAndFollow()
        try box.configure("nonsense: 1\nmodel: {path: /nowhere}\n")
        #expect(try box.exec("systemctl", "restart", "blockwatch").status != 0)
        #expect(try box.property("ActiveState") == "failed" && box.property("NRestarts") == "0")
        let said = try box.said()
        #expect(said.contains("blockwatch.yaml:2: the key nonsense is unknown"))
        #expect(said.contains("cannot read /nowhere: there is no such file"), "validate names every fault")
        try box.configure()
        try box.shell("rm -r /var/log/blockwatch; systemctl start blockwatch")
        try box.log(log.joined())
        try box.givesTheAlerts(of: log.joined())
    }

    @Test func itsRights() throws {
        let box = try SystemdBox()
        try box.installAndFollow()
        let exposure = try box.exec("systemd-analyze", "security", "--threshold=10", "blockwatch", "--no-pager")
        #expect(exposure.status == 0, "\(exposure.output.suffix(200))")
        try box.shell("groupadd -r hadoop; chgrp -R hadoop /var/log/hadoop; chmod 750 /var/log/hadoop")
        try box.shell("chmod 640 /var/log/hadoop/a.log")
        try box.dropIn(try documented("SupplementaryGroups=hadoop"))
        try box.log(log.joined())
        try box.givesTheAlerts(of: log.joined())
        let read = ["setpriv", "--reuid=nobody", "--regid=nogroup"]
        let file = ["cat", "/var/log/blockwatch/alerts.jsonl"]
        let adm = try box.shell((read + ["--groups=adm"] + file).joined(separator: " "))
        #expect(!adm.isEmpty)
        let others = try box.exec("sh", "-c", (read + ["--clear-groups"] + file).joined(separator: " "))
        #expect(others.status != 0 && others.errors.contains("Permission denied"))
    }

    @Test func metrics() throws {
        let box = try SystemdBox()
        try box.installAndFollow()
        try box.configure("metrics: {listen: \"127.0.0.1:9477\"}\n")
        try box.dropIn(try documented("PrivateNetwork=no"))
        let ask = "exec 3<>/dev/tcp/127.0.0.1/9477; printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3"
        let answer = try box.exec("bash", "-c", ask)
        #expect(answer.output.hasPrefix("HTTP/1.1 200"), "\(answer.output)\(answer.errors)")
    }

    @Test func rotatedByLogrotate() throws {
        let box = try SystemdBox()
        try box.installAndFollow()
        var bytes = 0
        for piece in log {
            try box.log(piece)
            bytes += piece.count
            try eventually("reading") { (try box.status()["reading"] as? [String: Any])?["bytes"] as? Int == bytes }
            try box.shell("logrotate -f /etc/logrotate.d/blockwatch")
            try eventually("a new file") { try box.exec("test", "-e", "/var/log/blockwatch/alerts.jsonl").status == 0 }
        }
        #expect(try box.shell("ls /var/log/blockwatch").contains(".gz"))
        try box.givesTheAlerts(of: log.joined())
        let modes = Set(try box.shell("stat -c %U:%G:%a /var/log/blockwatch/*").split(separator: "\n"))
        #expect(modes == ["blockwatch:adm:640"])
    }

    /// The drop-in of docs/OPERATING.md that has this line.
    private func documented(_ line: String) throws -> String {
        let text = try String(contentsOf: Places.root.appending(path: "docs/OPERATING.md"), encoding: .utf8)
        let dropIn = text.components(separatedBy: "    [Service]\n").dropFirst().map { part in
            part.split(separator: "\n", omittingEmptySubsequences: false).prefix { $0.hasPrefix("    ") }.map {
                $0.dropFirst(4) + "\n"
            }.joined()
        }.first { $0.contains(line) }
        return try #require(dropIn, "docs/OPERATING.md shows no drop-in with \(line)")
    }
}
