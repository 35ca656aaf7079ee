import Glibc
import Records

/// Data, and nothing but data.
enum StandardOutput {
    static let isTerminal = isatty(STDOUT_FILENO) == 1

    /// A reader that went away ends the program, as it does for other tools.
    static func write(_ text: String) { write(Array(text.utf8)) }

    static func write(_ bytes: [UInt8]) {
        do {
            try WholeFile.write(bytes[...], to: STDOUT_FILENO, "standard output")
        } catch {
            StandardError.write("blockwatch: \(error)\n")
            Glibc.exit(ExitCode.ioFailed.rawValue)
        }
    }
}

extension StandardOutput {
    /// Makes the signals that tell a follower to stop, and a reader that went away, a good end of the program.
    static func endWell() {
        for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] {
            signal(number) { _ in _exit(Records.ExitCode.done.rawValue) }
        }
    }

    /// Waits until the descriptor can be read, or for a second.
    /// - Returns: false where nobody reads standard output any more.
    static func wait(for descriptor: Int32?) -> Bool {
        var streams = [
            pollfd(fd: descriptor ?? -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: STDOUT_FILENO, events: 0, revents: 0),
        ]
        unsafe poll(&streams, nfds_t(streams.count), 1000)
        return streams[1].revents == 0
    }
}

/// Everything that is not data goes there.
enum StandardError {
    static let isTerminal = isatty(STDERR_FILENO) == 1

    static func write(_ text: String) {
        try? WholeFile.write(Array(text.utf8)[...], to: STDERR_FILENO, "standard error")
    }

    /// The same for who must not wait for the reader (journald that stands still, a pipe that nobody reads).
    /// - Returns: whether there was room for all of it.
    static func writeWithoutWaiting(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            // What can be written to takes at least a page.
            var stream = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
            guard unsafe poll(&stream, 1, 0) > 0 else { return false }
            try? WholeFile.write(rest.prefix(4096), to: STDERR_FILENO, "standard error")
            rest = rest.dropFirst(4096)
        }
        return true
    }

    /// Overwrites the line before on a terminal; elsewhere each stands in a line of its own.
    static func showProgress(_ line: String) { write(isTerminal ? "\r\u{1B}[K" + line : line + "\n") }

    static func endProgress() { if isTerminal { write("\n") } }
}

/// The path of the running program, links resolved.
func executablePath() -> String? {
    guard let path = unsafe realpath("/proc/self/exe", nil) else { return nil }
    defer { unsafe free(path) }
    return unsafe String(cString: path)
}

enum FileKind { case directory, other }

/// What the path leads to; nil where nothing is there.
func fileKind(_ path: String) -> FileKind? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return status.st_mode & S_IFMT == S_IFDIR ? .directory : .other
}

/// False, too, where nothing is there.
func isRegularFile(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}

/// Whether a shell's pattern matches the text.
func matches(_ text: String, glob: String) -> Bool { unsafe fnmatch(glob, text, 0) == 0 }

func fileExists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

func isWritable(_ path: String) -> Bool { unsafe access(path, W_OK) == 0 }

/// Makes the directory where it is missing; its parent must be there.
func makeDirectory(_ path: String) throws {
    if unsafe mkdir(path, 0o755) != 0 && errno != EEXIST { throw FileError("create", path, errno: errno) }
}
