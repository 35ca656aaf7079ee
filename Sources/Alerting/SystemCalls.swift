import CSystemd
import Glibc
import Records

/// A file that is only ever appended to.
final class AppendedFile {
    let path: String
    let descriptor: Int32
    let identity: Identity

    struct Identity: Hashable {
        var device: UInt64
        var inode: UInt64
    }

    /// Opens it, or makes it, readable for its group.
    /// - Throws: `FileError`.
    convenience init(path: String) throws {
        try self.init(path: path, flags: O_CREAT)
        // Its name must not be lost with the power.
        if try size() == 0 { try WholeFile.syncDirectory(of: path) }
    }

    private init(path: String, flags: Int32) throws {
        self.path = path
        descriptor = unsafe open(path, O_RDWR | O_APPEND | O_CLOEXEC | flags, 0o640)
        guard descriptor >= 0 else { throw FileError("create", path, errno: errno) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw FileError("read", path, errno: errno) }
        identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    deinit { close(descriptor) }

    /// In bytes.
    func size() throws -> UInt64 {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw FileError("read", path, errno: errno) }
        return UInt64(status.st_size)
    }

    /// Whether the path still leads to this file.
    var isInPlace: Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0
            && Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)) == identity
    }

    /// The file with this identity in `path`'s directory, where rotation has put it.
    static func find(_ identity: Identity, near path: String) -> AppendedFile? {
        let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
        guard let entries = unsafe opendir(directory) else { return nil }
        defer { unsafe closedir(entries) }
        while let entry = unsafe readdir(entries) {
            guard unsafe UInt64(entry.pointee.d_ino) == identity.inode else { continue }
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let file = try? AppendedFile(path: directory + name, flags: 0), file.identity == identity { return file }
        }
        return nil
    }

    /// Appends all of it and makes it durable, or leaves the file as it was.
    /// - Throws: `FileError`.
    func append(_ bytes: [UInt8], isDurable: Bool = true) throws {
        let before = try size()
        // Readers are not to see the half that is taken off again.
        guard hasRoom(for: bytes.count) else { throw FileError("write", path, errno: ENOSPC) }
        do {
            try WholeFile.write(bytes[...], to: descriptor, path)
            if isDurable { try sync() }
        } catch {
            try? cut(to: before)
            throw error
        }
    }

    /// Whether the file system has room; true where it does not tell, for then the writing will.
    private func hasRoom(for bytes: Int) -> Bool {
        var room = statvfs()
        guard unsafe fstatvfs(descriptor, &room) == 0, room.f_blocks > 0 else { return true }
        let free = geteuid() == 0 ? room.f_bfree : room.f_bavail
        return UInt64(free) * UInt64(room.f_frsize) >= UInt64(bytes)
    }

    /// Makes what was appended durable.
    func sync() throws {
        // A device has nothing to sync and says EINVAL.
        guard fdatasync(descriptor) == 0 || errno == EINVAL else { throw FileError("write", path, errno: errno) }
    }

    /// Gives it another name, in place of what had that.
    func rename(to other: String) throws {
        guard unsafe Glibc.rename(path, other) == 0 else { throw FileError("create", other, errno: errno) }
    }

    /// Takes off what stands behind `size`; a file that somebody has cut further stays as it is.
    func cut(to size: UInt64) throws {
        guard try self.size() > size else { return }
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw FileError("write", path, errno: errno) }
    }

    /// Up to `count` bytes from `offset` on.
    func read(at offset: UInt64, count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = unsafe bytes.withUnsafeMutableBytes {
                unsafe pread(descriptor, $0.baseAddress! + filled, count - filled, off_t(offset) + off_t(filled))
            }
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw FileError("read", path, errno: errno) }
            if got == 0 { break }
            filled += got
        }
        return Array(bytes[..<filled])
    }
}

/// The time between two starts of the machine.
enum BootID {
    static let any = "any"

    /// Whether what was noted in that boot still holds.
    static func holds(_ boot: String) -> Bool { boot == any || boot == current && !boot.isEmpty }

    /// Of this one; nothing where the system does not tell.
    static let current =
        (try? WholeFile.read("/proc/sys/kernel/random/boot_id"))
        .map { String(decoding: $0.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self) } ?? ""
}

/// Writes to standard output; nothing is promised after a crash.
func writeToStandardOutput(_ bytes: [UInt8]) throws {
    try WholeFile.write(bytes[...], to: STDOUT_FILENO, "standard output")
}

enum Journal {
    /// Whether somebody may listen: `sd_journal_sendv` says nothing where nobody does.
    static var isThere: Bool { unsafe access("/run/systemd/journal/socket", F_OK) == 0 }

    /// Sends one entry; may block for as long as journald does not read.
    /// - Parameter fields: each `NAME=value`, any bytes.
    /// - Returns: whether journald took it.
    static func send(_ fields: [[UInt8]]) -> Bool {
        guard isThere else { return false }
        var bytes = fields.flatMap { $0 }
        let sent = unsafe bytes.withUnsafeMutableBytes { buffer in
            var start = 0
            let vectors = unsafe fields.map { field in
                defer { start += field.count }
                return unsafe iovec(iov_base: buffer.baseAddress! + start, iov_len: field.count)
            }
            return unsafe sd_journal_sendv(vectors, Int32(vectors.count))
        }
        return sent == 0
    }
}

/// Whether a text is an address (inet_pton(3)).
enum Address {
    static func isIPv4(_ text: some StringProtocol) -> Bool { isAddress(String(text), AF_INET) }
    static func isIPv6(_ text: some StringProtocol) -> Bool { isAddress(String(text), AF_INET6) }

    private static func isAddress(_ text: String, _ family: Int32) -> Bool {
        var buffer = in6_addr()
        return unsafe inet_pton(family, text, &buffer) == 1
    }
}
