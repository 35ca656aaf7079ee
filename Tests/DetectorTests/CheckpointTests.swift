import Alerting
import Foundation
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

    /// What an earlier release left (`two-logs`, followed to its end) is gone on from.
    @Test func ofAnEarlierVersion() throws {
        try directory.write("checkpoint", Data(contentsOf: URL(filePath: Places.fixture("checkpoints/version-3"))))
        let former = try #require(try Checkpoint.read(from: directory.path))
        #expect(former.version == 3 && former.inputs.count == 2)
        let model = Places.root.appending(path: "etc/blockwatch.safetensors").path
        let judge = Judge(model: try Equipment(modelPath: model).model, threshold: nil, force: false)
        var pipeline = Pipeline(Configuration(), judge: judge)
        let run = try LastRun.restore(&pipeline, from: directory.path)
        let isWhole = if case .checkpoint(_, insteadOf: nil) = run { true } else { false }
        #expect(isWhole, "\(run)")
        #expect(pipeline.counters.lines == 3612 && pipeline.judge.ledger.firingCount == 13)
        #expect(pipeline.judge.raised.firing == 13 && pipeline.judge.raised.critical == 0)
        // What is written then is of the newest version.
        var writer = StateWriter()
        pipeline.encode(into: &writer)
        let next = Checkpoint(inputs: former.inputs, raised: former.raised, pipeline: writer.bytes)
        try next.write(to: directory.path)
        let read = try #require(try Checkpoint.read(from: directory.path))
        var again = Pipeline(Configuration(), judge: judge)
        var reader = StateReader(read.pipeline, version: read.version)
        try again.restore(from: &reader)
        #expect(read.version == StateWriter.version && reader.isAtEnd && again.counters == pipeline.counters)
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
