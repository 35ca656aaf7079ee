import Alerting
import Grouping
import Records
import Tailing

/// What a restart needs to go on as if nothing had happened: where each input stands, the log's clocks, the open
/// blocks, what was said. Byte by byte in docs/FORMATS.md.
struct Checkpoint {
    static let fileName = "checkpoint"
    private static let magic = Array("blockwatch state".utf8)
    private static let version: UInt32 = 2

    struct Input {
        var name: String
        var clock: InputClock
        /// Nil where the log has not been found yet.
        var point: ResumePoint?
    }

    var inputs: [Input]
    var raised: RaisedState
    /// As ``Pipeline/encode(into:)`` wrote it.
    var pipeline: [UInt8]

    /// - Throws: `FileError`.
    func write(to directory: String) throws {
        var body = StateWriter()
        body.write(each: inputs) { writer, input in
            writer.write(input.name)
            input.clock.encode(into: &writer)
            writer.write(input.point) { $1.encode(into: &$0) }
        }
        raised.encode(into: &body)
        body.write(pipeline)
        var head = StateWriter()
        head.write(Self.version)
        head.write(UInt64(body.bytes.count))
        let digest = Array(Digest.sha256(body.bytes).utf8)
        let path = directory + "/" + Self.fileName
        // Under one name: what a crash leaves of it is written over.
        try WholeFile.replace(
            path, with: Self.magic + head.bytes + digest + body.bytes, mode: 0o640, temporary: path + ".tmp")
    }

    /// What a start finds of the run before.
    enum LastRun {
        case none
        case checkpoint(Checkpoint)
        case damaged(StateDamage)

        var checkpoint: Checkpoint? { if case .checkpoint(let checkpoint) = self { checkpoint } else { nil } }

        var followStart: FollowStart {
            switch self {
            case .none: .first
            case .checkpoint: .resumed
            case .damaged: .anew
            }
        }
    }

    /// Gives the pipeline the state of the run before; it is of no use any more where that is damaged.
    /// - Throws: `FileError`.
    static func restore(_ pipeline: inout Pipeline, from directory: String) throws -> LastRun {
        do {
            guard let checkpoint = try read(from: directory) else { return .none }
            var reader = StateReader(checkpoint.pipeline)
            try pipeline.restore(from: &reader)
            guard reader.isAtEnd else { throw reader.damage("more than a pipeline's state") }
            return .checkpoint(checkpoint)
        } catch let damage as StateDamage {
            return .damaged(damage)
        }
    }

    /// Nil where there is none yet.
    /// - Throws: `FileError`; ``StateDamage`` where what is there is no checkpoint of this version, whole.
    static func read(from directory: String) throws -> Checkpoint? {
        let bytes: [UInt8]
        do {
            bytes = try WholeFile.read(directory + "/" + fileName)
        } catch let error as FileError where error.errno == ErrnoText.missing {
            return nil
        }
        guard bytes.starts(with: magic) else { throw StateDamage(offset: 0, what: "no checkpoint") }
        var reader = StateReader(bytes, from: magic.count)
        let version = try reader.read(UInt32.self)
        guard version == Self.version else {
            throw StateDamage(offset: magic.count, what: "a checkpoint of version \(version)")
        }
        let size = try reader.read(UInt64.self)
        let start = reader.offset + 64
        guard bytes.count >= start, UInt64(bytes.count - start) == size else {
            throw reader.damage("a checkpoint cut short")
        }
        let body = Array(bytes[start...])
        guard bytes[reader.offset..<start].elementsEqual(Digest.sha256(body).utf8) else {
            throw reader.damage("a checkpoint with a wrong checksum")
        }
        var inner = StateReader(body)
        let inputs = try inner.readEach { reader in
            Input(
                name: try reader.readString(), clock: try InputClock(from: &reader),
                point: try reader.readOptional { try ResumePoint(from: &$0) })
        }
        let checkpoint = Checkpoint(
            inputs: inputs, raised: try RaisedState(from: &inner), pipeline: try inner.readBytes())
        guard inner.isAtEnd else { throw inner.damage("more than a checkpoint") }
        return checkpoint
    }
}
