import CSystemd
import Glibc
import Records

/// What the daemon wants of the system.
enum SystemCalls {
    /// The machine's clock.
    static let wallClock: @Sendable () -> Stamp = {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return Stamp(milliseconds: Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000)
    }

    // MARK: files

    /// Makes the directory and those above it.
    static func makeDirectory(_ path: String) throws {
        var made = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            made += "/" + part
            if unsafe mkdir(made, 0o750) != 0 && errno != EEXIST {
                throw FileError("create", path, errno: errno)
            }
        }
        var status = stat()
        guard unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR else {
            throw FileError("create", path, errno: ENOTDIR)
        }
        guard unsafe access(path, W_OK | X_OK) == 0 else { throw FileError("write", path, errno: errno) }
    }

    /// - Throws: `FileError`; ``StateDirectoryInUse``.
    static func lock(_ path: String) throws -> Int32 {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw FileError("create", path, errno: errno) }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
        defer { Glibc.close(descriptor) }
        if errno == EWOULDBLOCK { throw StateDirectoryInUse(path: path) }
        throw FileError("write", path, errno: errno)
    }

    static func close(_ descriptor: Int32) { Glibc.close(descriptor) }

    /// A second name for a file, in place of what had it.
    /// - Returns: whether there is such a file.
    static func link(_ from: String, _ to: String) throws -> Bool {
        unsafe unlink(to)
        if unsafe Glibc.link(from, to) == 0 { return true }
        // Some file systems have no second names.
        guard errno == ENOENT || errno == EPERM || errno == EOPNOTSUPP else {
            throw FileError("create", to, errno: errno)
        }
        return false
    }

    static func rename(_ from: String, _ to: String) throws {
        guard unsafe Glibc.rename(from, to) == 0 else { throw FileError("create", to, errno: errno) }
    }

    /// Whether the text is an address of the family (inet_pton(3)).
    static func isAddress(_ text: String, _ family: Int32) -> Bool {
        var buffer = in6_addr()
        return unsafe inet_pton(family, text, &buffer) == 1
    }

    // MARK: signals

    /// Keeps the signals from ending the process; they wait at the descriptor instead.
    static func signalDescriptor(_ signals: [Int32]) -> Int32 {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in signals { unsafe sigaddset(&set, signal) }
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        // A reader of standard output that went away is an error to report, no reason to die.
        signal(SIGPIPE, SIG_IGN)
        return unsafe signalfd(-1, &set, Int32(SFD_NONBLOCK) | Int32(SFD_CLOEXEC))
    }

    /// The signals that wait there.
    static func readSignals(_ descriptor: Int32) -> [Int32] {
        var signals: [Int32] = []
        var info = signalfd_siginfo()
        while unsafe read(descriptor, &info, MemoryLayout<signalfd_siginfo>.size) == MemoryLayout<signalfd_siginfo>.size
        {
            signals.append(Int32(info.ssi_signo))
        }
        return signals
    }

    /// Waits until one of the descriptors can be read, or one of the others written to, or for so long.
    /// - Returns: those that can be.
    @discardableResult
    static func poll(_ descriptors: [Int32], writable: [Int32] = [], for span: Duration) -> [Int32] {
        var entries =
            descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            + writable.map { pollfd(fd: $0, events: Int16(POLLOUT), revents: 0) }
        // Rounded up: waking a moment too early would only wake again.
        let milliseconds = span > .zero ? span.milliseconds + 1 : 0
        unsafe Glibc.poll(&entries, nfds_t(entries.count), Int32(milliseconds))
        return entries.filter { $0.revents != 0 }.map(\.fd)
    }

    // MARK: systemd

    /// Tells the service manager; does nothing where there is none (sd_notify(3)).
    static func notify(_ state: String) { unsafe sd_notify(0, state) }

    /// CLOCK_MONOTONIC in microseconds, for RELOADING=1.
    static func monotonicMicroseconds() -> UInt64 {
        var now = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) * 1_000_000 + UInt64(now.tv_nsec) / 1000
    }
}
