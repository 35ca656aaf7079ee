import Foundation
import TestSupport
import Testing

/// Scenario 25: what a start may find in the state directory.
@Suite(.serialized) struct StateTests {
    enum Damage: String, CaseIterable {
        case empty, garbage, cut, changed, newer, missing

        func applied(to bytes: [UInt8]) -> [UInt8]? {
            switch self {
            case .empty: []
            case .garbage: (0..<5000).map { UInt8(truncatingIfNeeded: $0 * 7919 >> 3) }
            case .cut: Array(bytes.dropLast(bytes.count / 3))
            case .changed: bytes.enumerated().map { $0.offset == bytes.count / 2 ? $0.element ^ 1 : $0.element }
            // The version follows the 16 bytes of the name.
            case .newer: bytes.enumerated().map { $0.offset == 16 ? $0.element + 1 : $0.element }
            case .missing: nil
            }
        }
    }

    /// A daemon that was killed half-way through a log, with the rest appended since.
    private func killedHalfWay(_ log: SimulatedLog) throws -> Daemon {
        let daemon = try Daemon(["*.log"])
        try daemon.start()
        for piece in log.pieces(40)[..<20] {
            let before = try daemon.checkpoint()
            try daemon.directory.append("logs/a.log", piece)
            try eventually("a checkpoint") { try daemon.checkpoint() ?? before != before }
        }
        #expect(daemon.stop(SIGKILL) == -SIGKILL)
        #expect(try !daemon.alerts().isEmpty)
        for piece in log.pieces(40)[20...] { try daemon.directory.append("logs/a.log", piece) }
        return daemon
    }

    private func damage(_ file: String, _ damage: Damage, _ daemon: Daemon) throws {
        let bytes = try daemon.directory.read("state/" + file)
        try daemon.directory.remove("state/" + file)
        if let bytes = damage.applied(to: bytes) { try daemon.directory.write("state/" + file, bytes) }
    }

    /// The checkpoint before it is gone on from, whatever became of the alerts file.
    @Test(arguments: Damage.allCases)
    func theNewestCheckpointIsDamaged(_ damage: Damage) throws {
        let daemon = try killedHalfWay(SimulatedLog(blocks: 500, seed: 4))
        try self.damage("checkpoint", damage, daemon)
        try daemon.directory.rename("alerts.jsonl", to: "alerts.jsonl.1")
        try daemon.start()
        try daemon.says("going on from the checkpoint before it")
        try daemon.givesTheAlerts(of: ["a.log"], in: ["alerts.jsonl", "alerts.jsonl.1"])
        #expect(daemon.directory.exists("state/checkpoint.damaged") == (damage != .missing))
    }

    /// The logs are read anew, and what stands in the alerts file is passed over.
    @Test(arguments: Damage.allCases.filter { $0 != .missing })
    func bothCheckpointsAreDamaged(_ damage: Damage) throws {
        let daemon = try killedHalfWay(SimulatedLog(blocks: 500, seed: 5))
        for file in ["checkpoint", "checkpoint.former"] { try self.damage(file, damage, daemon) }
        try daemon.start()
        try daemon.says("the logs are read anew")
        try daemon.givesTheAlerts(of: ["a.log"])
        #expect(daemon.directory.exists("state/checkpoint.damaged"))
    }

    @Test func theNewestCheckpointIsMissingAndTheOtherDamaged() throws {
        let daemon = try killedHalfWay(SimulatedLog(blocks: 500, seed: 15))
        try damage("checkpoint", .missing, daemon)
        try damage("checkpoint.former", .cut, daemon)
        try daemon.start()
        try daemon.says("the logs are read anew")
        try daemon.givesTheAlerts(of: ["a.log"])
    }

    @Test(arguments: ["raised.log", "raised.log.former"])
    func whatWasRaisedIsDamaged(_ file: String) throws {
        let daemon = try killedHalfWay(SimulatedLog(blocks: 500, seed: 6))
        if daemon.directory.exists("state/" + file) { try damage(file, .garbage, daemon) }
        try daemon.start()
        // Everything up to the newest checkpoint is known by it.
        try daemon.givesTheAlerts(of: ["a.log"])
    }

    /// The whole state is gone, and the logs are read from their beginning: what stands in the alerts file stands once.
    @Test func theStateIsGone() throws {
        let daemon = try killedHalfWay(SimulatedLog(blocks: 500, seed: 17))
        try daemon.directory.remove("state")
        try daemon.start()
        try daemon.givesTheAlerts(of: ["a.log"])
    }

    @Test func aLeftOverTemporaryFileAndAReadOnlyCheckpoint() throws {
        let daemon = try killedHalfWay(SimulatedLog(blocks: 500, seed: 7))
        try daemon.directory.write("state/checkpoint.tmp", [1, 2, 3])
        let readOnly: [FileAttributeKey: Any] = [.posixPermissions: 0o444]
        try FileManager.default.setAttributes(readOnly, ofItemAtPath: daemon.directory.file("state/checkpoint"))
        try FileManager.default.setAttributes(readOnly, ofItemAtPath: daemon.directory.file("state/checkpoint.tmp"))
        try daemon.start()
        try daemon.givesTheAlerts(of: ["a.log"])
        #expect(!daemon.directory.exists("state/checkpoint.tmp"))
    }

    @Test func aSecondDaemonOnTheSameStateIsRefused() throws {
        let daemon = try Daemon(["a.log"])
        try daemon.start()
        try eventually("the first checkpoint") { daemon.directory.exists("state/checkpoint") }
        let second = try Run(blockwatch, ["run", "--config", daemon.directory.file("c.yaml")])
        #expect(second.status == 73 && second.errors.contains("is held by another blockwatch"))
        #expect(daemon.stop(SIGINT) == 0)
    }
}
