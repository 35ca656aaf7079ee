import Records

/// The alerts raised since the latest checkpoint, written down before they are appended to the alerts file. After a
/// crash the daemon goes back to its checkpoint and raises them again: this says that they were, and completes those
/// that the crash kept from the file.
///
/// One record an alert (docs/FORMATS.md): length, then id, line, the alerts file's identity and the offset at which
/// the line was to stand, then the first 8 hexadecimal digits of the body's SHA-256.
final class RaisedLog {
    struct Record: Hashable {
        var id: String
        var line: [UInt8]
        var file: AppendedFile.Identity
        var offset: UInt64
    }

    /// Beyond it the log is emptied at a checkpoint even while somebody may still need it.
    private static let maxBytes: UInt64 = 4 << 20
    private let file: AppendedFile
    private(set) var records: [Record] = []
    private(set) var ids: Set<String> = []
    /// Raised before a crash and not again since: the state does not know of them yet.
    private var unconfirmed: Set<String> = []

    /// - Throws: `FileError`.
    init(path: String) throws {
        file = try AppendedFile(path: path)
        let bytes = try file.read(at: 0, count: Int(file.size()))
        var reader = StateReader(bytes)
        var good = 0
        while let record = Self.read(&reader) {
            records.append(record)
            ids.insert(record.id)
            good = reader.offset
        }
        unconfirmed = ids
        // The crash may have cut the last record: it was not raised yet.
        if good < bytes.count { try file.cut(to: UInt64(good)) }
    }

    func append(_ new: [Record]) throws {
        try file.append(new.flatMap(Self.encode))
        records += new
        for record in new { ids.insert(record.id) }
    }

    /// Whether there is something to forget, and nobody may still need it.
    func isWorthClearing(journalIsIdle: Bool) -> Bool {
        guard !records.isEmpty else { return false }
        return (journalIsIdle && unconfirmed.isEmpty) || ((try? file.size()) ?? 0) > Self.maxBytes
    }

    func clear() throws {
        try file.cut(to: 0)
        records = []
        ids = []
        unconfirmed = []
    }

    /// The state knows of these alerts now.
    func confirm(_ alerts: [Alert]) {
        for alert in alerts where !unconfirmed.isEmpty { unconfirmed.remove(alert.id) }
    }

    private static func encode(_ record: Record) -> [UInt8] {
        var body = StateWriter()
        body.write(record.id)
        body.write(record.line)
        body.write(record.file.device)
        body.write(record.file.inode)
        body.write(record.offset)
        var whole = StateWriter()
        whole.write(body.bytes)
        whole.write(String(Digest.sha256(body.bytes).prefix(8)))
        return whole.bytes
    }

    private static func read(_ reader: inout StateReader) -> Record? {
        guard let body = try? reader.readBytes(), let checksum = try? reader.readString(),
            checksum == String(Digest.sha256(body).prefix(8))
        else { return nil }
        var inner = StateReader(body)
        guard let id = try? inner.readString(), let line = try? inner.readBytes(),
            let device = try? inner.read(UInt64.self), let inode = try? inner.read(UInt64.self),
            let offset = try? inner.read(UInt64.self)
        else { return nil }
        return Record(id: id, line: line, file: AppendedFile.Identity(device: device, inode: inode), offset: offset)
    }
}
