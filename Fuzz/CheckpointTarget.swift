import Alerting
import Grouping
import Parsing
import Records
import Scoring

@testable import Detector
@testable import Tailing

/// Any bytes are a checkpoint or are refused; what is read is written as it was, and a pipeline that takes it goes on.
enum CheckpointTarget: FuzzTarget {
    static func seeds() throws -> [[UInt8]] {
        try [1, 2, 6].flatMap { blocks in
            let checkpoint = try sample(blocks: blocks)
            try checkpoint.write(to: Scratch.directory)
            let whole = try WholeFile.read(Scratch.path("checkpoint"))
            return [[0] + whole, [1] + whole.dropFirst(headLength), [2] + checkpoint.pipeline]
        }
    }

    /// Of a checkpoint, before its body: magic, version, size, checksum.
    private static let headLength = 16 + 4 + 8 + 64

    static func run(_ input: FuzzInput) throws {
        var input = input
        let depth = input.index(below: 3)
        let bytes = input.rest()
        do {
            switch depth {
            case 0: try check(file: bytes)
            case 1: try check(file: withHead(bytes))
            default: try check(pipeline: bytes)
            }
        } catch is StateDamage {}
    }

    private static func withHead(_ body: [UInt8]) -> [UInt8] {
        var head = StateWriter()
        head.write(StateWriter.version)
        head.write(UInt64(body.count))
        return Array("blockwatch state".utf8) + head.bytes + Array(Digest.sha256(body).utf8) + body
    }

    private static func check(file: [UInt8]) throws {
        _ = try Scratch.write("checkpoint", file)
        guard let checkpoint = try Checkpoint.read(from: Scratch.directory) else { return }
        try checkpoint.write(to: Scratch.directory)
        let written = try WholeFile.read(Scratch.path("checkpoint"))
        let again = try Checkpoint.read(from: Scratch.directory)
        try again?.write(to: Scratch.directory)
        try expect(WholeFile.read(Scratch.path("checkpoint")) == written, "read again it is another")
        for input in checkpoint.inputs { goOn(input.clock) }
        try check(pipeline: checkpoint.pipeline)
    }

    private static func goOn(_ clock: InputClock) {
        var clock = clock
        for stamp in [1_000, 1_100, 4_000_000_000_000, 4_000_000_000_001, 4_000_000_000_002] {
            _ = clock.read(Stamp(milliseconds: Int64(stamp)))
        }
    }

    private static func check(pipeline bytes: [UInt8]) throws {
        var pipeline = newPipeline()
        var reader = StateReader(bytes)
        try pipeline.restore(from: &reader)
        let written = encoded(pipeline)
        var second = newPipeline()
        var again = StateReader(written)
        try second.restore(from: &again)
        expect(encoded(second) == written, "read again the state is another")
        goOn(&pipeline)
    }

    private static func goOn(_ pipeline: inout Pipeline) {
        let batch = Sample.parser.parse(Sample.batch(Sample.log(blocks: 2)))
        var clock = InputClock()
        for index in batch.parsed.indices {
            guard let stamp = batch.parsed[index].civil else { continue }
            _ = pipeline.take(batch, MergedRun(lines: index..<index + 1, stamp: stamp, clock: clock.read(stamp)))
        }
        while !pipeline.idle(for: .seconds(86_400)) { _ = pipeline.takeAlerts() }
        _ = encoded(pipeline)
        while !pipeline.end() { _ = pipeline.takeAlerts() }
        _ = pipeline.takeAlerts()
    }

    private static func encoded(_ pipeline: Pipeline) -> [UInt8] {
        var writer = StateWriter()
        pipeline.encode(into: &writer)
        return writer.bytes
    }

    private static func newPipeline() -> Pipeline {
        Pipeline(
            Configuration(), judge: Judge(model: Sample.model(), threshold: 0.4, force: true) { Stamp(milliseconds: 0) }
        )
    }

    /// In the middle of a log.
    private static func sample(blocks: Int) throws -> Checkpoint {
        let log = Sample.log(blocks: blocks)
        let batch = Sample.parser.parse(Sample.batch(log))
        var pipeline = newPipeline()
        var clock = InputClock()
        for index in batch.parsed.indices.prefix(batch.parsed.count * 2 / 3) {
            guard let stamp = batch.parsed[index].civil else { continue }
            _ = pipeline.take(batch, MergedRun(lines: index..<index + 1, stamp: stamp, clock: clock.read(stamp)))
        }
        var raised = RaisedState()
        raised.generation = 7
        raised.unconfirmed = ["0123456789abcdef0123456789abcdef"]
        let known = KnownFile(identity: FileIdentity(device: 1, inode: 3), head: FilePrint([1, 2]), offset: 2)
        let point = ResumePoint(
            path: "/a", identity: FileIdentity(device: 1, inode: 2), offset: 99, head: FilePrint(log.prefix(9)),
            tail: FilePrint(log.suffix(9)), isSkipping: false, known: [known])
        return Checkpoint(
            inputs: [
                Checkpoint.Input(name: "/a", clock: clock, point: point),
                Checkpoint.Input(name: "/b", clock: InputClock(), point: nil),
            ], raised: raised, pipeline: encoded(pipeline))
    }
}
