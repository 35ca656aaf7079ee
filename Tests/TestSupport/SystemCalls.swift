import Glibc

/// Starting and ending programs.
enum SystemCalls {
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
}
