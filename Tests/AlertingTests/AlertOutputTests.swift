import Alerting
import Foundation
import Records
import TestSupport
import Testing

struct AlertOutputTests {
    let directory = try! TemporaryDirectory()

    func open(_ state: RaisedState? = nil) throws -> AlertOutput {
        try AlertOutput(
            path: directory.file("alerts.jsonl"), stateDirectory: directory.path, journal: nil, resuming: state)
    }

    func ids() throws -> [String] {
        let bytes = try directory.read("alerts.jsonl")
        #expect(bytes.isEmpty || bytes.last == UInt8(ascii: "\n"))
        return try bytes.split(separator: UInt8(ascii: "\n")).map { line in
            let object = try #require(JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
            return try #require(object["id"] as? String)
        }
    }

    let alerts = (1...3).map { sampleAlert(number: Int64($0)) }

    /// A checkpoint's bytes, there and back.
    func checkpoint(_ output: AlertOutput) throws -> RaisedState {
        var writer = StateWriter()
        output.beginCheckpoint().encode(into: &writer)
        var reader = StateReader(writer.bytes)
        return try RaisedState(from: &reader)
    }

    @Test func afterACrashNothingIsSaidTwice() throws {
        let first = try open()
        first.raise(alerts)
        // Killed here. The state does not know of the alerts; they are raised again, one of them late.
        let second = try open()
        second.raise(Array(alerts[..<2]))
        let state = try checkpoint(second)
        second.checkpointed()
        let third = try open(state)
        third.raise([alerts[2]])
        #expect(try ids() == alerts.map(\.id))
    }

    /// As a randomized test found it: the newest checkpoint was damaged, and the next one as well.
    @Test func backToTheSameCheckpointTwice() throws {
        let first = try open()
        let former = try checkpoint(first)
        first.checkpointed()
        first.raise([alerts[0]])
        _ = try checkpoint(first)
        first.checkpointed()
        first.raise([alerts[1]])
        for _ in 0..<2 {
            let again = try open(former)
            again.raise(alerts)
            _ = try checkpoint(again)
            again.checkpointed()
        }
        #expect(try ids() == alerts.map(\.id))
    }

    @Test func thousandsOfAlertsBetweenTwoCheckpointsAreSaidOnce() throws {
        let many = (1...6000).map { sampleAlert(line: [UInt8](repeating: 65, count: 512), number: Int64($0)) }
        try open().raise(many)
        let second = try open()
        second.raise(Array(many[..<10]))
        let state = try checkpoint(second)
        second.checkpointed()
        try open(state).raise(Array(many[10...]))
        #expect(try ids() == many.map(\.id))
    }

    @Test func killedBetweenTheCheckpointAndTheEmptyingOfTheLog() throws {
        let first = try open()
        first.raise(alerts)
        let state = try checkpoint(first)
        // The state knows of them; if they came again, they would be news.
        try directory.rename("alerts.jsonl", to: "alerts.jsonl.1")
        let second = try open(state)
        #expect(try ids().isEmpty && second.beginCheckpoint().unconfirmed.isEmpty)
    }

    /// The checkpoint is there, though the attempt to write it ended with an error.
    @Test func alertsRaisedAfterAFailedCheckpointAreKnownToBeNewer() throws {
        let first = try open()
        let state = try checkpoint(first)
        first.raise(alerts)
        try open(state).raise(alerts)
        #expect(try ids() == alerts.map(\.id))
    }

    /// Completed in the file that followed a rotation, and killed again before the next checkpoint.
    @Test func completedTwice() throws {
        let first = try open()
        first.raise([alerts[0]])
        let text = try directory.read("alerts.jsonl")
        first.raise([alerts[1], alerts[2]])
        try forgetTheNote()
        try directory.write("alerts.jsonl.1", text)
        try directory.remove("alerts.jsonl")
        for _ in 0..<2 {
            _ = try open()
            #expect(try ids() == [alerts[1].id, alerts[2].id])
            try forgetTheNote()
        }
    }

    @Test func rotatedAfterACrash() throws {
        try open().raise(alerts)
        try directory.rename("alerts.jsonl", to: "alerts.jsonl.1")
        try open().raise(alerts)
        #expect(try ids().isEmpty)
        try directory.remove("alerts.jsonl.1")
        try open().raise(alerts + [sampleAlert(number: 9)])
        #expect(try ids() == [sampleAlert(number: 9).id])
    }

    /// Takes the notes off that the last batch was appended to the alerts file: the last has 36 bytes.
    func forgetTheNote() throws {
        try directory.write("raised.log", directory.read("raised.log").dropLast(37))
    }

    @Test(arguments: [0, 1, 50, 99], [false, true])
    func aLineThatTheCrashCutIsMadeWhole(_ percent: Int, _ isRotated: Bool) throws {
        let first = try open()
        first.raise([alerts[0]])
        let state = try checkpoint(first)
        first.checkpointed()
        let before = try directory.read("alerts.jsonl")
        first.raise([alerts[1], alerts[2]])
        try forgetTheNote()
        let whole = try directory.read("alerts.jsonl")
        let cut = before.count + (whole.count - before.count) * percent / 100
        #expect(try Run("/usr/bin/truncate", ["-s", "\(cut)", directory.file("alerts.jsonl")]).status == 0)
        if isRotated { try directory.rename("alerts.jsonl", to: "alerts.jsonl.1") }
        let second = try open(state)
        func text() throws -> [UInt8] {
            try (isRotated ? directory.read("alerts.jsonl.1") : []) + directory.read("alerts.jsonl")
        }
        #expect(try text() == whole)
        second.raise([alerts[1], alerts[2]])
        #expect(try text() == whole)
    }

    @Test func aTornRaisedLogIsNoAlert() throws {
        let first = try open()
        first.raise([alerts[0]])
        let size = try directory.read("raised.log").count
        let text = try directory.read("alerts.jsonl")
        first.raise([alerts[1]])
        // Killed while it was noted, so before the alerts file had it.
        try directory.write("raised.log", directory.read("raised.log").prefix(size + 100))
        try directory.write("alerts.jsonl", text)
        try open().raise(alerts)
        #expect(try ids() == alerts.map(\.id))
    }

    @Test func aMissingFileIsMadeAnewAndWhatIsThereStays() throws {
        let output = try open()
        output.raise([alerts[0]])
        try directory.rename("alerts.jsonl", to: "alerts.1")
        output.inspect()
        output.raise([alerts[1]])
        #expect(try ids() == [alerts[1].id])
        try directory.write("alerts.jsonl", "somebody's line without an end")
        output.inspect()
        output.raise([alerts[2]])
        #expect(try directory.text("alerts.jsonl").hasPrefix("somebody's line without an end\n{"))
    }

    @Test func alertsWaitWhileTheFileCannotBeWritten() throws {
        let output = try open()
        try directory.remove("alerts.jsonl")
        try FileManager.default.createDirectory(
            atPath: directory.file("alerts.jsonl"), withIntermediateDirectories: true)
        output.raise(alerts)
        #expect(output.isBlocked && output.pendingCount == 3 && output.fault != nil)
        output.retry()
        #expect(output.isBlocked)
        try directory.remove("alerts.jsonl")
        output.retry()
        #expect(!output.isBlocked && output.fault == nil)
        #expect(try ids() == alerts.map(\.id))
    }

    @Test func whatStandsInTheFileIsPassedOverWhenTheStateWasLost() throws {
        let first = try open()
        first.raise(alerts)
        first.checkpointed()
        let second = try open()
        try second.passOverWhatStands()
        second.raise([alerts[0]])
        let state = try checkpoint(second)
        second.checkpointed()
        try open(state).raise(alerts[1...] + [sampleAlert(number: 9)])
        #expect(try ids() == (alerts + [sampleAlert(number: 9)]).map(\.id))
    }
}
