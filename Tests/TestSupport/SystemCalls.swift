import Glibc

/// Starting and ending programs, and talking to them.
enum SystemCalls {
    struct SocketError: Error { var errno: Int32 }

    struct SpawnError: Error, CustomStringConvertible {
        var program: String
        var errno: Int32
        var description: String { unsafe "cannot start \(program): \(String(cString: strerror(errno)))" }
    }

    /// - Parameters:
    ///   - arguments: the program's path first.
    ///   - environment: each `NAME=value`.
    ///   - streams: paths for standard input, output and errors.
    static func spawn(_ arguments: [String], environment: [String], streams: [String]) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, path) in streams.enumerated() {
            let flags = descriptor == 0 ? O_RDONLY : O_WRONLY | O_CREAT | O_APPEND
            unsafe posix_spawn_file_actions_addopen(&actions, Int32(descriptor), path, flags, 0o644)
        }
        var pid: pid_t = 0
        let result = unsafe withCStrings(arguments) { argv in
            unsafe withCStrings(environment) { unsafe posix_spawn(&pid, arguments[0], &actions, nil, argv, $0) }
        }
        guard result == 0 else { throw SpawnError(program: arguments[0], errno: result) }
        return pid
    }

    static func kill(_ pid: pid_t, _ signal: Int32) { Glibc.kill(pid, signal) }

    /// - Returns: the exit status; a signal's number as a negative one.
    static func wait(_ pid: pid_t) -> Int32 {
        var status: Int32 = 0
        while unsafe waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        return exitStatus(status)
    }

    /// As ``wait(_:)``; nil where it still runs.
    static func statusIfEnded(_ pid: pid_t) -> Int32? {
        var status: Int32 = 0
        return unsafe waitpid(pid, &status, WNOHANG) == pid ? exitStatus(status) : nil
    }

    private static func exitStatus(_ status: Int32) -> Int32 {
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : -signal
    }

    private static func withCStrings(
        _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
    ) -> Int32 {
        var pointers = unsafe texts.map { unsafe strdup($0) } + [nil]
        defer { unsafe pointers.forEach { unsafe free($0) } }
        return unsafe pointers.withUnsafeMutableBufferPointer { unsafe body($0.baseAddress!) }
    }

    // MARK: sockets

    static func unixSocket(_ path: String, listens: Bool) throws -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        let descriptor = try socket(AF_UNIX)
        let isDone = unsafe withAddress(&address) { pointer, size in
            if !listens { return unsafe Glibc.connect(descriptor, pointer, size) == 0 }
            guard unsafe bind(descriptor, pointer, size) == 0 else { return false }
            return listen(descriptor, 16) == 0
        }
        guard isDone else { throw SocketError(errno: errno) }
        return descriptor
    }

    static func connect(port: UInt16) throws -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let descriptor = try socket(AF_INET)
        let isDone = unsafe withAddress(&address) { unsafe Glibc.connect(descriptor, $0, $1) == 0 }
        guard isDone else { throw SocketError(errno: errno) }
        return descriptor
    }

    private static func socket(_ family: Int32) throws -> Int32 {
        let descriptor = Glibc.socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw SocketError(errno: errno) }
        var patience = timeval(tv_sec: 600, tv_usec: 0)
        for option in [SO_SNDTIMEO, SO_RCVTIMEO] {
            unsafe setsockopt(descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        return descriptor
    }

    private static func withAddress<Address, T>(
        _ address: inout Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> T
    ) -> T {
        unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }

    static func send(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    static func readAll(_ descriptor: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe block.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return bytes }
            bytes += block[..<count]
        }
    }

    static func close(_ descriptor: Int32) { Glibc.close(descriptor) }
}
