import Foundation

/// A program that a test started.
///
/// Foundation's `Process` takes a child for running as long as anything that the child started holds the descriptors
/// it was given: a script that starts journald never ended.
package final class ChildProcess {
    package let pid: Int32
    private var status: Int32?

    /// - Parameters:
    ///   - environment: beside this process's own.
    ///   - input: a file's path; `output` and `errors` likewise, which are appended to.
    package init(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], directory: String? = nil,
        input: String = "/dev/null", output: String = "/dev/null", errors: String = "/dev/null"
    ) throws {
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }.map { "\($0.key)=\($0.value)" }
        let command = (directory.map { ["/usr/bin/env", "-C", $0] } ?? []) + [program] + arguments
        pid = try SystemCalls.spawn(command, environment: variables, streams: [input, output, errors])
    }

    deinit {
        guard status == nil else { return }
        signal(SIGKILL)
        _ = wait()
    }

    /// Does nothing once it has ended.
    package func signal(_ number: Int32) { if status == nil { SystemCalls.kill(pid, number) } }

    /// Whether it runs no more.
    package var hasEnded: Bool {
        if status == nil { status = SystemCalls.statusIfEnded(pid) }
        return status != nil
    }

    /// Waits for its end.
    /// - Returns: its exit status; less than 0 where a signal ended it.
    package func wait() -> Int32 {
        if let status { return status }
        let ended = SystemCalls.wait(pid)
        status = ended
        return ended
    }
}
