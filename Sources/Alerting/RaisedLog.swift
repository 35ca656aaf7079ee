import Records

/// The alerts raised since the latest checkpoint, written down before they are appended to the alerts file. After a
/// crash the daemon goes back to its checkpoint and raises them again: this says that they were, and completes what
/// the crash kept from the file.
final class RaisedLog {
    /// Alerts that are appended to the alerts file together.
    struct Batch: Hashable {
        /// Of the latest checkpoint that was begun before it.
        var generation: UInt64
        /// Where in which file its first line was to stand.
        var file: AppendedFile.Identity
        var offset: UInt64
        var ids: [String]
        var lines: [UInt8]
    }

    enum Record {
        case batch(Batch)
        /// The batch before it was handed to the kernel for the alerts file, which has it unless the machine has
        /// stopped since: in this boot; in any, once it was synced.
        case written(boot: String)
    }

    private let path: String
    /// What was raised between the former checkpoint and the latest one: a start may have to go back to that.
    private let formerPath: String
    private var file: AppendedFile
    /// In bytes.
    private(set) var size: UInt64
    private var hasFormer: Bool
    /// As the logs were found, the former one's first.
    let found: [Batch]
    /// Whether the last of `found` is known to be in the alerts file.
    let isLastWritten: Bool

    /// - Throws: `FileError`.
    init(path: String) throws {
        self.path = path
        formerPath = path + ".former"
        let former = Self.records(in: (try? WholeFile.read(formerPath)) ?? [])
        file = try AppendedFile(path: path)
        let latest = Self.records(in: try file.read(at: 0, count: Int(file.size())))
        hasFormer = !former.records.isEmpty
        let records = former.records + latest.records
        found = records.compactMap { if case .batch(let batch) = $0 { batch } else { nil } }
        isLastWritten =
            records.last.map {
                if case .written(let boot) = $0 { BootID.holds(boot) } else { false }
            } ?? true
        size = UInt64(latest.end)
        // The crash may have cut the last record: it was not raised yet.
        if try file.size() > size { try file.cut(to: size) }
    }

    /// A start went back to the former checkpoint, of `generation`, and the next checkpoint makes it the former one
    /// again: what was raised since it has to stand in one log.
    /// - Throws: `FileError`.
    func goBack(to generation: UInt64) throws {
        let bytes = hasFormer ? try WholeFile.read(formerPath) : []
        let (records, end) = Self.records(in: bytes)
        let isNeeded = records.contains {
            if case .batch(let batch) = $0 { batch.generation >= generation } else { false }
        }
        guard isNeeded else { return }
        let whole = Array(bytes[..<end]) + (try file.read(at: 0, count: Int(size)))
        // Killed in between, records stand in both: known twice is known.
        try WholeFile.replace(path, with: whole)
        try WholeFile.replace(formerPath, with: [])
        file = try AppendedFile(path: path)
        size = UInt64(whole.count)
        hasFormer = false
    }

    /// The whole records at the beginning of a log, and where they end.
    private static func records(in bytes: [UInt8]) -> (records: [Record], end: Int) {
        var reader = StateReader(bytes)
        var records: [Record] = []
        var end = 0
        while let record = read(&reader) {
            records.append(record)
            end = reader.offset
        }
        return (records, end)
    }

    /// Notes the batch, appends it to the alerts file, and notes that; leaves both files as they were where that fails.
    /// - Throws: `FileError`.
    func append(_ batch: Batch, to alerts: AppendedFile) throws {
        let record = Self.encode(.batch(batch))
        FailPoint.alertHalfNoted.reached { try? file.append(Array(record.prefix(record.count / 2))) }
        try file.append(record)
        FailPoint.alertNoted.reached()
        let before = size
        do {
            FailPoint.alertHalfWritten.reached {
                try? alerts.append(Array(batch.lines.prefix(batch.lines.count / 2)), isDurable: false)
            }
            try alerts.append(batch.lines, isDurable: false)
            FailPoint.alertWritten.reached()
            size += UInt64(record.count)
            noteWritten()
            FailPoint.alertWrittenNoted.reached()
            try alerts.sync()
            noteWritten(in: BootID.any)
        } catch {
            try? alerts.cut(to: batch.offset)
            try? file.cut(to: before)
            size = before
            throw error
        }
    }

    /// Notes that the last batch stands in the alerts file; where that fails, a start looks at the file itself.
    func noteWritten(in boot: String = BootID.current) {
        let note = Self.encode(.written(boot: boot))
        guard (try? file.append(note, isDurable: false)) != nil else { return }
        size += UInt64(note.count)
    }

    /// A checkpoint that knows of all of it is durable: begins an empty log, and keeps this one beside the checkpoint
    /// before.
    /// - Throws: `FileError`; what was raised is known all the same, by the batches' generation.
    func turn() throws {
        if size == 0 && !hasFormer { return }
        // It is the former one already where a turn before this one stopped half-way.
        if file.isInPlace { try file.rename(to: formerPath) }
        FailPoint.raisedLogRenamed.reached()
        file = try AppendedFile(path: path)
        hasFormer = size > 0
        size = 0
    }

    static func encode(_ record: Record) -> [UInt8] {
        var body = StateWriter()
        switch record {
        case .batch(let batch):
            body.write(UInt8(0))
            body.write(batch.generation)
            body.write(batch.file.device)
            body.write(batch.file.inode)
            body.write(batch.offset)
            body.write(each: batch.ids) { $0.write($1) }
            body.write(batch.lines)
        case .written(let boot):
            body.write(UInt8(1))
            body.write(boot)
        }
        var whole = StateWriter()
        whole.write(body.bytes)
        whole.write(String(Digest.sha256(body.bytes).prefix(8)))
        return whole.bytes
    }

    /// Nil where no whole record follows.
    private static func read(_ reader: inout StateReader) -> Record? {
        guard let body = try? reader.readBytes(), let checksum = try? reader.readString(),
            checksum == String(Digest.sha256(body).prefix(8))
        else { return nil }
        var inner = StateReader(body)
        switch try? inner.read(UInt8.self) {
        case 0:
            let batch = try? Batch(
                generation: inner.read(), file: AppendedFile.Identity(device: inner.read(), inode: inner.read()),
                offset: inner.read(), ids: inner.readEach { try $0.readString() }, lines: inner.readBytes())
            return batch.map(Record.batch)
        case 1: return (try? inner.readString()).map(Record.written)
        default: return nil
        }
    }
}
