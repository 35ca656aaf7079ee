import Alerting
import Foundation
import Records
import TestSupport
import Testing

struct AlertOutputTests {
    let directory = try! TemporaryDirectory()

    func open() throws -> AlertOutput {
        try AlertOutput(path: directory.file("alerts.jsonl"), stateDirectory: directory.path, journal: nil)
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

    @Test func afterACrashNothingIsSaidTwice() throws {
        let first = try open()
        first.raise(alerts)
        // Killed here. The state does not know of the alerts; they are raised again, one of them late.
        let second = try open()
        second.raise(Array(alerts[..<2]))
        second.checkpointed()
        let third = try open()
        third.raise([alerts[2]])
        #expect(try ids() == alerts.map(\.id))
    }

    @Test(arguments: [0, 1, 50, 99])
    func aLineThatTheCrashCutIsMadeWhole(_ percent: Int) throws {
        let first = try open()
        first.raise([alerts[0]])
        first.checkpointed()
        let before = try directory.read("alerts.jsonl")
        first.raise([alerts[1]])
        let whole = try directory.read("alerts.jsonl")
        let cut = before.count + (whole.count - before.count) * percent / 100
        #expect(try Run("/usr/bin/truncate", ["-s", "\(cut)", directory.file("alerts.jsonl")]).status == 0)
        let second = try open()
        #expect(try directory.read("alerts.jsonl") == whole)
        second.raise([alerts[1], alerts[2]])
        #expect(try ids() == alerts.map(\.id))
    }

    @Test func aTornRaisedLogIsNoAlert() throws {
        let first = try open()
        first.raise(alerts)
        let raised = try directory.read("raised.log")
        try directory.write("raised.log", raised.dropLast(3))
        try directory.write(
            "alerts.jsonl", directory.read("alerts.jsonl").split(separator: 10)[0...1].joined(separator: [10]) + [10])
        let second = try open()
        second.raise(alerts)
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
        second.raise(alerts + [sampleAlert(number: 9)])
        #expect(try ids() == (alerts + [sampleAlert(number: 9)]).map(\.id))
    }
}
