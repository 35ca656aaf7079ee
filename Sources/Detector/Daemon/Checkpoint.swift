import Alerting
import Grouping
import Records
import Tailing

/// What a restart needs to go on as if nothing had happened: where each input stands, the log's clocks, the open
/// blocks, what was said. Byte by byte in docs/FORMATS.md.
struct Checkpoint {
    static let fileName = "checkpoint"
    /// Of the checkpoint before, to fall back on.
    static let formerName = "checkpoint.former"
    private static let magic = Array("blockwatch state".utf8)
    /// An upgrade goes on from what these left.
    private static let versions: ClosedRange<UInt32> = 3...StateWriter.version

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
    var losses: LossRecord
    /// What it was read as; what is written is of the newest.
    private(set) var version = StateWriter.version

    // MARK: on disk

    /// Replaces the checkpoint in the directory, which becomes the former one.
    /// - Throws: `FileError`.
    func write(to directory: String) throws {
        FailPoint.checkpointBegun.reached()
        let bytes = encoded()
        let path = directory + "/" + Self.fileName
        // Under one name: what a crash leaves of it is written over.
        let file = try StreamedFile(path: path, mode: 0o640, temporary: path + ".tmp")
        try file.write(bytes[..<(bytes.count / 2)])
        FailPoint.checkpointHalfWritten.reached()
        try file.write(bytes[(bytes.count / 2)...])
        try file.finish(keepingAs: directory + "/" + Self.formerName)
        FailPoint.checkpointDurable.reached()
    }

    /// Nil where there is no such file.
    /// - Throws: `FileError`; ``StateDamage`` where what is there is no checkpoint of a version known here, whole.
    static func read(from directory: String, _ name: String = fileName) throws -> Checkpoint? {
        let bytes: [UInt8]
        do {
            bytes = try WholeFile.read(directory + "/" + name)
        } catch let error as FileError where error.errno == ErrnoText.missing {
            return nil
        }
        return try Checkpoint(decoding: bytes)
    }

    // MARK: bytes

    func encoded() -> [UInt8] {
        var body = StateWriter()
        body.write(each: inputs) { writer, input in
            writer.write(input.name)
            input.clock.encode(into: &writer)
            writer.write(input.point) { $1.encode(into: &$0) }
        }
        raised.encode(into: &body)
        body.write(pipeline)
        losses.encode(into: &body)
        var head = StateWriter()
        head.write(StateWriter.version)
        head.write(UInt64(body.bytes.count))
        return Self.magic + head.bytes + Array(Digest.sha256(body.bytes).utf8) + body.bytes
    }

    /// - Throws: ``StateDamage`` where the bytes are no checkpoint of a version known here, whole.
    init(decoding bytes: [UInt8]) throws {
        guard bytes.starts(with: Self.magic) else { throw StateDamage(offset: 0, what: "no checkpoint") }
        var reader = StateReader(bytes, from: Self.magic.count)
        let version = try reader.read(UInt32.self)
        guard Self.versions.contains(version) else {
            throw StateDamage(offset: Self.magic.count, what: "a checkpoint of version \(version)")
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
        try self.init(body: StateReader(body, version: version))
    }

    private init(body: StateReader) throws {
        var reader = body
        version = reader.version
        inputs = try reader.readEach { reader in
            Input(
                name: try reader.readString(), clock: try InputClock(from: &reader),
                point: try reader.readOptional { try ResumePoint(from: &$0) })
        }
        raised = try RaisedState(from: &reader)
        pipeline = try reader.readBytes()
        losses = try LossRecord(from: &reader)
        guard reader.isAtEnd else { throw reader.damage("more than a checkpoint holds") }
    }

    init(inputs: [Input], raised: RaisedState, pipeline: [UInt8], losses: LossRecord = LossRecord()) {
        self.inputs = inputs
        self.raised = raised
        self.pipeline = pipeline
        self.losses = losses
    }
}
