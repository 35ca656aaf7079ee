/// The exit codes of the contract (sysexits.h); the man pages take these words. Names in parentheses: no other command
/// ends so.
package enum ExitCode: Int32, Sendable {
    /// Done. Alerts found are not an error.
    case done = 0
    /// The daemon does not run (status, reload).
    case notRunning = 3
    /// Wrong usage.
    case wrongUsage = 64
    /// Bad input data, or a bad model.
    case badData = 65
    /// An input does not exist.
    case noInput = 66
    /// The daemon does not answer (status, reload).
    case unreachable = 69
    /// An output cannot be created.
    case cannotCreate = 73
    /// Input or output failed.
    case ioFailed = 74
    /// Permission denied.
    case permissionDenied = 77
    /// Wrong configuration.
    case wrongConfiguration = 78
}

/// An error for people: its description says what happened, where, and what to do; a command that ends with it exits
/// with ``exitCode``.
package protocol Fault: Error, CustomStringConvertible, Sendable {
    var exitCode: ExitCode { get }
    /// The description, one line for each fault.
    var lines: [String] { get }
}

extension Fault {
    package var lines: [String] { [description] }

    /// For a terminal: what files, data or paths have brought into it is only text.
    package var plainText: String { lines.map { $0.asPlainText }.joined(separator: "\n") }
}

/// Data or a model that is not what it has to be.
package struct DataFault: Fault, Hashable {
    /// File, then line or byte where they are known: `labels.csv:12`.
    package var place: String
    package var what: String
    package var exitCode: ExitCode { .badData }
    package var description: String { "\(place): \(what)" }

    package init(place: String, what: String) {
        self.place = place
        self.what = what
    }
}

/// A system call on a file that failed.
package struct FileError: Fault, Hashable {
    /// What was tried, for the sentence "cannot … PATH": `read`, `write`, `create`.
    package var action: String
    package var path: String
    /// The call's errno.
    package var errno: Int32

    package init(_ action: String, _ path: String, errno: Int32) {
        self.action = action
        self.path = path
        self.errno = errno
    }

    package var exitCode: ExitCode {
        switch errno {
        case ErrnoText.permissionDenied, ErrnoText.notPermitted: .permissionDenied
        case _ where action == "create": .cannotCreate
        case ErrnoText.missing: .noInput
        default: .ioFailed
        }
    }

    package var description: String {
        let reason =
            action == "create" && errno == ErrnoText.missing
            ? "its directory does not exist; make it first" : ErrnoText.of(errno, trying: action)
        return "cannot \(action) \(path): \(reason)"
    }
}
