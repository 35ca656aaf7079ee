import ArgumentParser
import Detector
import Glibc
import Records

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Ask the running daemon how it is.",
        discussion: "Exits with 0 where it runs, 3 where it does not, 69 where it does not answer.")

    /// How long each step may take.
    private static let patienceInSeconds = 5

    @Option(help: "The daemon's configuration file, for control.socket; the default socket if not given.")
    var config: String?

    @Flag(help: "Print the daemon's answer, one JSON object.")
    var json = false

    func run() throws {
        let path = try ConfigurationFile.load(config).controlPath(ConfigurationFile.environment)
        let answer: [UInt8]
        do {
            answer = try UnixSocket.ask(path, seconds: Self.patienceInSeconds)
        } catch let error as FileError {
            throw Self.fault(error, path)
        }
        guard let status = Status(json: answer) else {
            throw DaemonFault.unreachable(
                path, answer.isEmpty ? "it ended before it answered" : "its answer is no status of this version")
        }
        if json { StandardOutput.write(answer) } else { StandardOutput.write(StatusText(status).text) }
    }

    private static func fault(_ error: FileError, _ path: String) -> any Fault {
        switch error.errno {
        case ENOENT, ENOTDIR, ECONNREFUSED: DaemonFault.notRunning(path)
        case EAGAIN: DaemonFault.unreachable(path, "no answer within \(patienceInSeconds) seconds")
        case EACCES, EPERM: error
        default: DaemonFault.unreachable(path, "\(error)")
        }
    }
}

/// Why no status can be shown.
enum DaemonFault: Fault {
    case notRunning(String)
    case unreachable(String, String)

    var exitCode: Records.ExitCode {
        switch self {
        case .notRunning: .notRunning
        case .unreachable: .unreachable
        }
    }

    var description: String {
        switch self {
        case .notRunning(let path): "not running: nobody listens at \(path) (control.socket)"
        case .unreachable(let path, let why): "the daemon at \(path) does not answer: \(why)"
        }
    }
}
