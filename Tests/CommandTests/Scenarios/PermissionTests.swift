import Foundation
import TestSupport
import Testing

private enum Nobody {
    static let launcher = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    /// Needs root, and a binary that is in everybody's reach.
    static let isHere =
        getuid() == 0 && (try? Run(launcher[0], launcher.dropFirst() + [blockwatch, "--version"]))?.status == 0
}

/// Scenario 19: logs that may not be read for a while, by a daemon that is not root.
@Suite(.serialized, .enabled(if: Nobody.isHere, "no daemon that is not root can be started here"))
struct PermissionTests {
    let daemon: Daemon
    let stages: [[UInt8]]

    init() throws {
        daemon = try Daemon(["*.log"], launcher: Nobody.launcher)
        stages = try (0..<4).map(stage)
        try daemon.shell("chown 65534:65534 .. .")
    }

    @Test func deniedThenGranted() throws {
        try daemon.directory.write("logs/a.log", stages[0])
        try daemon.shell("chmod 0 a.log")
        try daemon.start()
        try daemon.says("permission denied")
        try daemon.shell("chmod 644 a.log")
        try daemon.hasRead(stages[0])
        try daemon.directory.append("logs/a.log", stages[1])
        try daemon.givesTheAlerts(ofBytes: stages[0] + stages[1])
        #expect(daemon.log.components(separatedBy: "trying again").count == 2, "said once")
    }

    /// A directory that may not be searched is no directory without logs.
    @Test func aClosedDirectory() throws {
        try daemon.directory.write("logs/a.log", stages[0])
        try daemon.shell("chmod 0 .")
        try daemon.start()
        try daemon.says("cannot read \(daemon.directory.file("logs")): permission denied; let the user nobody read it")
        let config = daemon.directory.file("c.yaml")
        let validate = try Run(
            Nobody.launcher[0], Nobody.launcher.dropFirst() + [blockwatch, "validate", "--config", config])
        #expect(validate.errors.contains("warning: cannot read \(daemon.directory.file("logs")): permission denied"))
        try daemon.shell("chmod 755 '\(daemon.directory.file("logs"))'")
        try daemon.givesTheAlerts(ofBytes: stages[0])
        #expect(daemon.log.components(separatedBy: "permission denied").count == 2, "said once")
    }

    /// What is open stays open; a restart waits, and forgets nothing.
    @Test func takenAwayWhileOpen() throws {
        try daemon.directory.write("logs/a.log", stages[0])
        try daemon.start()
        try daemon.hasRead(stages[0])
        try daemon.shell("chmod 0 a.log")
        try daemon.directory.append("logs/a.log", stages[1])
        try daemon.hasRead(stages[0] + stages[1])
        #expect(daemon.stop() == 0)
        try daemon.directory.append("logs/a.log", stages[2])
        try daemon.start()
        try daemon.says("permission denied")
        try daemon.shell("chmod 644 a.log")
        try daemon.hasRead(stages[0] + stages[1] + stages[2])
        // The new file of a rotation is denied at first.
        try daemon.directory.write("logs/new", stages[3])
        try daemon.shell("chmod 0 new; mv a.log a.log.1; mv new a.log")
        try eventually("the second denial") { daemon.log.components(separatedBy: "permission denied").count == 3 }
        try daemon.shell("chmod 644 a.log")
        try daemon.givesTheAlerts(ofBytes: Array(stages.joined()))
    }

    @Test func aDirectoryThatIsClosedForAWhile() throws {
        try daemon.directory.write("logs/a.log", stages[0])
        try daemon.start()
        try daemon.hasRead(stages[0])
        try daemon.shell("chmod 0 .; sleep 2")
        try daemon.directory.append("logs/a.log", stages[1])
        try daemon.hasRead(stages[0] + stages[1])
        #expect(daemon.stop() == 0)
        try daemon.start()
        try eventually("a second start") { daemon.log.components(separatedBy: "judging with").count == 3 }
        try daemon.directory.append("logs/a.log", stages[2])
        try daemon.shell("sleep 2; chmod 755 .")
        try daemon.givesTheAlerts(ofBytes: stages[0] + stages[1] + stages[2])
    }
}
