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

    private enum Record {
        case batch(Batch)
        /// The batch before it has been appended to the alerts file.
        case written
    }

    private let file: AppendedFile
    /// As the log was found.
    let found: [Batch]
    /// Whether the last of `found` was appended to the alerts file, and that was noted.
    let isLastWritten: Bool
    private var size: UInt64

    /// - Throws: `FileError`.
    init(path: String) throws {
        file = try AppendedFile(path: path)
        let bytes = try file.read(at: 0, count: Int(file.size()))
        var reader = StateReader(bytes)
        var batches: [Batch] = []
        var good = 0
        var isLastWritten = true
        while let record = Self.read(&reader) {
            switch record {
            case .batch(let batch):
                batches.append(batch)
                isLastWritten = false
            case .written: isLastWritten = true
            }
            good = reader.offset
        }
        found = batches
        self.isLastWritten = isLastWritten
        size = UInt64(good)
        // The crash may have cut the last record: it was not raised yet.
        if good < bytes.count { try file.cut(to: size) }
    }

    var isEmpty: Bool { size == 0 }

    /// Notes the batch, has it appended to the alerts file, and notes that it was; leaves the log as it was where that
    /// fails.
    /// - Throws: `FileError`, and what `write` throws.
    func append(_ batch: Batch, write: () throws -> Void) throws {
        let record = Self.encode(.batch(batch))
        try file.append(record)
        do {
            try write()
        } catch {
            try? file.cut(to: size)
            throw error
        }
        size += UInt64(record.count)
        noteWritten()
    }

    /// Notes that the last batch stands in the alerts file. Where that fails, the file itself is looked at after a
    /// crash; and the note is not synced, so after a loss of power, too.
    func noteWritten() {
        let note = Self.encode(.written)
        guard (try? file.append(note, isDurable: false)) != nil else { return }
        size += UInt64(note.count)
    }

    /// The state knows of all of it.
    /// - Throws: `FileError`.
    func clear() throws {
        try file.cut(to: 0)
        size = 0
    }

    private static func encode(_ record: Record) -> [UInt8] {
        var body = StateWriter()
        if case .batch(let batch) = record {
            body.write(batch.generation)
            body.write(batch.file.device)
            body.write(batch.file.inode)
            body.write(batch.offset)
            body.write(each: batch.ids) { $0.write($1) }
            body.write(batch.lines)
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
        if body.isEmpty { return .written }
        var inner = StateReader(body)
        let batch = try? Batch(
            generation: inner.read(), file: AppendedFile.Identity(device: inner.read(), inode: inner.read()),
            offset: inner.read(), ids: inner.readEach { try $0.readString() }, lines: inner.readBytes())
        return batch.map(Record.batch)
    }
}
