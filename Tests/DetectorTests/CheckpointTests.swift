import Alerting
import Grouping
import Records
import Tailing
import TestSupport
import Testing

@testable import Detector

struct CheckpointTests {
    let directory = try! TemporaryDirectory()

    func write() throws -> Checkpoint {
        var clock = InputClock()
        _ = clock.read(Stamp(milliseconds: 1_000_000))
        var raised = RaisedState()
        raised.generation = 7
        raised.unconfirmed = ["a", "b"]
        var losses = LossRecord()
        losses.tail.overlongLines = 3
        losses.journalDropped = 4
        for (count, loss) in Loss.allCases.enumerated() { losses.said.counts[loss] = count }
        let checkpoint = Checkpoint(
            inputs: [Checkpoint.Input(name: "/var/log/a.log", clock: clock, point: nil)], raised: raised,
            pipeline: Array(1...200), losses: losses)
        try checkpoint.write(to: directory.path)
        return checkpoint
    }

    @Test func comesBackAsItWasWritten() throws {
        #expect(try Checkpoint.read(from: directory.path) == nil)
        let written = try write()
        let read = try #require(try Checkpoint.read(from: directory.path))
        #expect(read.pipeline == written.pipeline && read.raised == written.raised && read.losses == written.losses)
        #expect(read.inputs.map(\.name) == ["/var/log/a.log"] && read.inputs[0].clock == written.inputs[0].clock)
        #expect(!directory.exists("checkpoint.tmp"))
    }

    @Test func cutShortOrChangedAnywhereItIsRefused() throws {
        _ = try write()
        let bytes = try directory.read("checkpoint")
        for length in 0..<bytes.count {
            try directory.write("checkpoint", bytes.prefix(length))
            #expect(throws: StateDamage.self) { try Checkpoint.read(from: directory.path) }
        }
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x10
            try directory.write("checkpoint", changed)
            #expect(throws: StateDamage.self, "byte \(index)") { try Checkpoint.read(from: directory.path) }
        }
        try directory.write("checkpoint", bytes + [0])
        #expect(throws: StateDamage.self) { try Checkpoint.read(from: directory.path) }
    }
}
