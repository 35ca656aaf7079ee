import Glibc
import Records

/// A listening unix socket and its name in the file system.
final class UnixListener {
    enum Accepted {
        case client(Int32)
        case nobody
        /// No descriptor is left.
        case noRoom
    }

    let path: String
    let descriptor: Int32
    private let inode: UInt64

    /// - Throws: `FileError`; ``ControlSocketTaken``.
    init(_ path: String) throws {
        self.path = path
        try Self.makeWay(path)
        let descriptor = try UnixSocket.make(path, flags: Int32(SOCK_NONBLOCK.rawValue))
        // The mode before the name is there, so that nobody else can connect in between; the umask may have narrowed it.
        var isBound = fchmod(descriptor, 0o660) == 0
        if isBound { isBound = unsafe UnixSocket.withAddress(path) { unsafe bind(descriptor, $0, $1) } == 0 }
        if isBound { isBound = unsafe chmod(path, 0o660) == 0 && listen(descriptor, 16) == 0 }
        guard isBound else {
            let error = FileError("create", path, errno: errno)
            Glibc.close(descriptor)
            throw error
        }
        self.descriptor = descriptor
        inode = Self.status(path).map { UInt64($0.st_ino) } ?? 0
    }

    deinit { Glibc.close(descriptor) }

    /// Removes a socket that nobody listens at.
    private static func makeWay(_ path: String) throws {
        guard let status = status(path) else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw ControlSocketTaken(path: path, what: "is there and no socket; it is left alone")
        }
        do {
            Glibc.close(try UnixSocket.connect(path, seconds: 1))
            throw ControlSocketTaken(path: path, what: "belongs to another blockwatch that is running")
        } catch let error as FileError where error.errno == ECONNREFUSED {
            unsafe unlink(path)
        } catch let error as FileError where error.errno == EAGAIN {
            throw ControlSocketTaken(path: path, what: "belongs to another program that is busy")
        }
    }

    func accept() -> Accepted {
        let client = Glibc.accept(descriptor, nil, nil)
        if client >= 0 {
            _ = fcntl(client, F_SETFL, O_NONBLOCK)
            _ = fcntl(client, F_SETFD, FD_CLOEXEC)
            return .client(client)
        }
        return [EMFILE, ENFILE, ENOMEM, ENOBUFS].contains(errno) ? .noRoom : .nobody
    }

    /// Sends as much as the client takes now.
    /// - Returns: whether it is still there.
    static func send(_ rest: inout ArraySlice<UInt8>, to client: Int32) -> Bool {
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { return errno == EAGAIN }
            rest = rest.dropFirst(count)
        }
        return true
    }

    func close() {
        if let status = Self.status(path), UInt64(status.st_ino) == inode { unsafe unlink(path) }
    }

    private static func status(_ path: String) -> stat? {
        var status = stat()
        return unsafe lstat(path, &status) == 0 ? status : nil
    }
}

/// The other end, for `status`.
package enum UnixSocket {
    /// All that the listener at `path` says.
    /// - Parameter seconds: how long each step may take.
    /// - Returns: it, and which process listens, as the kernel knows it: what an answer says can be anybody's words.
    /// - Throws: `FileError`, with EAGAIN where the listener does not answer in time.
    package static func ask(_ path: String, seconds: Int) throws -> (answer: [UInt8], pid: Int32) {
        let descriptor = try connect(path, seconds: seconds)
        defer { close(descriptor) }
        let deadline = ContinuousClock.now + .seconds(seconds)
        var answer: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe block.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw FileError("read", path, errno: errno) }
            if count == 0 { return (answer, listener(descriptor)) }
            answer += block[..<count]
            guard ContinuousClock.now < deadline else { throw FileError("read", path, errno: EAGAIN) }
        }
    }

    private static func listener(_ descriptor: Int32) -> Int32 {
        // struct ucred: pid, uid, gid (unix(7)).
        var peer: [Int32] = [0, 0, 0]
        var size = socklen_t(12)
        return unsafe getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 ? peer[0] : 0
    }

    /// - Throws: `FileError`: ECONNREFUSED where nobody listens, EAGAIN where they do not let us in in time.
    static func connect(_ path: String, seconds: Int) throws -> Int32 {
        let descriptor = try make(path, flags: 0)
        var patience = timeval(tv_sec: seconds, tv_usec: 0)
        for option in [SO_SNDTIMEO, SO_RCVTIMEO] {
            unsafe setsockopt(
                descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        while unsafe withAddress(path, { unsafe Glibc.connect(descriptor, $0, $1) }) != 0 {
            if errno == EINTR { continue }
            let error = FileError("read", path, errno: errno)
            close(descriptor)
            throw error
        }
        return descriptor
    }

    fileprivate static func make(_ path: String, flags: Int32) throws -> Int32 {
        guard path.utf8.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path) else {
            throw FileError("create", path, errno: ENAMETOOLONG)
        }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | flags, 0)
        guard descriptor >= 0 else { throw FileError("create", path, errno: errno) }
        return descriptor
    }

    fileprivate static func withAddress(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
