import Records

/// What a file's content is recognized by when its name and even its inode have changed: some of its bytes.
package struct FilePrint: Hashable, Sendable {
    static let maxLength = 1024
    var length: Int
    /// SHA-256 of the `length` bytes, its first 16 hexadecimal digits.
    var digest: String

    init(_ head: some Sequence<UInt8>) {
        let bytes = Array(head)
        length = bytes.count
        digest = String(Digest.sha256(bytes).prefix(16))
    }

    /// Whether the file that begins with these bytes begins with the bytes of the print.
    func isOfBeginning(of bytes: [UInt8]) -> Bool { bytes.count >= length && FilePrint(bytes.prefix(length)) == self }

    func encode(into writer: inout StateWriter) {
        writer.write(UInt32(length))
        writer.write(digest)
    }

    init(from reader: inout StateReader) throws {
        length = Int(try reader.read(UInt32.self))
        digest = try reader.readString()
        guard length <= Self.maxLength else { throw reader.damage("a fingerprint of \(length) bytes") }
    }
}

/// A file whose content has been read, or is none of our business.
struct KnownFile: Hashable {
    var identity: FileIdentity
    var head: FilePrint
    /// What stands behind it, in uncompressed bytes, has not been read.
    var offset: UInt64
}

/// Where following one input goes on after a restart.
package struct ResumePoint: Hashable, Sendable {
    /// The input's name: the path that was asked for.
    package var path: String
    /// The file that was read last, which may have another name by now.
    var identity: FileIdentity
    /// Uncompressed bytes whose consequences are safe.
    package var offset: UInt64
    var head: FilePrint
    /// The bytes before `offset`, so that a file that was truncated and grew again is not taken for the same.
    var tail: FilePrint
    /// Whether `offset` lies within an overlong line, whose rest is no line.
    var isSkipping: Bool
    /// The input's other files that have been read.
    var known: [KnownFile]

    package func encode(into writer: inout StateWriter) {
        writer.write(path)
        Self.encode(identity, into: &writer)
        writer.write(offset)
        head.encode(into: &writer)
        tail.encode(into: &writer)
        writer.write(isSkipping)
        writer.write(each: known) { writer, file in
            Self.encode(file.identity, into: &writer)
            file.head.encode(into: &writer)
            writer.write(file.offset)
        }
    }

    private static func encode(_ identity: FileIdentity, into writer: inout StateWriter) {
        writer.write(identity.device)
        writer.write(identity.inode)
    }

    private static func identity(from reader: inout StateReader) throws -> FileIdentity {
        FileIdentity(device: try reader.read(), inode: try reader.read())
    }

    package init(from reader: inout StateReader) throws {
        path = try reader.readString()
        identity = try Self.identity(from: &reader)
        offset = UInt64(try reader.readCounter())
        head = try FilePrint(from: &reader)
        tail = try FilePrint(from: &reader)
        isSkipping = try reader.readBool()
        known = try reader.readEach { reader in
            KnownFile(
                identity: try Self.identity(from: &reader), head: try FilePrint(from: &reader),
                offset: try reader.read())
        }
    }

    init(
        path: String, identity: FileIdentity, offset: UInt64, head: FilePrint, tail: FilePrint, isSkipping: Bool,
        known: [KnownFile]
    ) {
        self.path = path
        self.identity = identity
        self.offset = offset
        self.head = head
        self.tail = tail
        self.isSkipping = isSkipping
        self.known = known
    }
}
