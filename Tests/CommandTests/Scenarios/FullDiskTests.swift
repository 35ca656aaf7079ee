import Foundation
import TestSupport
import Testing

/// A file system of one megabyte.
private final class SmallDisk {
    /// Why there is none here; nil where there is.
    static let missing: String? = {
        guard getuid() == 0 else { return "it needs root" }
        guard (try? SmallDisk(at: TemporaryDirectory().path)) != nil else { return "a tmpfs cannot be mounted" }
        return nil
    }()

    private let path: String

    init(at path: String) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let mount = try Run("/bin/mount", ["-t", "tmpfs", "-o", "size=1m", "none", path])
        try #require(mount.status == 0, "\(mount.errors)")
    }

    func grow() throws {
        let mount = try Run("/bin/mount", ["-o", "remount,size=64m", path])
        try #require(mount.status == 0, "\(mount.errors)")
    }

    deinit { _ = try? Run("/bin/umount", ["-l", path]) }
}

/// Scenario 21: no room for alerts, or for the state.
@Suite(.serialized, .enabled(if: SmallDisk.missing == nil, "no small disk can be made here"))
struct FullDiskTests {
    /// Many alerts, more than a megabyte of them.
    let log: SimulatedLog

    init() throws { log = try SimulatedLog(blocks: 3000, abnormal: 0.4, seed: 9) }

    @Test(arguments: [SIGTERM, SIGKILL]) func ofTheAlertsFile(_ signal: Int32) throws {
        let daemon = try Daemon(["*.log"], more: "")
        let disk = try SmallDisk(at: daemon.directory.file("small"))
        let configuration = try daemon.directory.text("c.yaml")
        try daemon.directory.write(
            "c.yaml", configuration.replacingOccurrences(of: "/alerts.jsonl", with: "/small/alerts.jsonl"))
        try daemon.start()
        try daemon.directory.append("logs/a.log", log.bytes)
        try daemon.says("reading pauses, until it can be written")
        let full = try daemon.alerts("small/alerts.jsonl").count
        #expect(full > 100)
        // Whatever ends it meanwhile.
        #expect(daemon.stop(signal) == (signal == SIGTERM ? 0 : -signal), "\(daemon.log)")
        try daemon.start()
        try eventually("the second complaint") {
            daemon.log.components(separatedBy: "reading pauses, until it can be written").count > 2
        }
        #expect(try daemon.alerts("small/alerts.jsonl").count >= full)
        try disk.grow()
        try daemon.says("alerts are written again")
        try daemon.givesTheAlerts(of: ["a.log"], in: ["small/alerts.jsonl"])
    }

    @Test func ofTheState() throws {
        let daemon = try Daemon(["*.log"])
        let disk = try SmallDisk(at: daemon.directory.file("state"))
        // What others have left of the room.
        try daemon.directory.write("state/other", [UInt8](repeating: 0, count: 900_000))
        try daemon.start()
        try daemon.directory.append("logs/a.log", log.bytes)
        try daemon.says("no space left on device")
        #expect(daemon.stop(SIGKILL) == -SIGKILL)
        try daemon.start()
        try disk.grow()
        try daemon.givesTheAlerts(of: ["a.log"])
    }
}
