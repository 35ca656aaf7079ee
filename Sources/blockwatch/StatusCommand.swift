import ArgumentParser
import Detector
import Glibc
import Records

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Ask the running daemon how it is.",
        discussion: "Exits with 0 where it runs, 3 where it does not, 69 where it does not answer.")

    @Option(help: "The daemon's configuration file, for control.socket; the default socket if not given.")
    var config: String?

    @Flag(help: "Print the daemon's answer, one JSON object.")
    var json = false

    func run() throws {
        let path = try ConfigurationFile.load(config).controlPath(ConfigurationFile.environment)
        let (status, answer) = try Self.ask(path)
        if json { StandardOutput.write(answer) } else { StandardOutput.write(StatusText(status).text) }
    }

    /// - Parameters:
    ///   - path: of the control socket.
    ///   - seconds: how long each step may take.
    static func ask(_ path: String, seconds: Int = 5) throws -> (status: Status, answer: [UInt8]) {
        let answer: [UInt8]
        do {
            answer = try UnixSocket.ask(path, seconds: seconds)
        } catch let error as FileError {
            throw Self.fault(error, path, seconds)
        }
        guard let status = Status(json: answer) else {
            throw DaemonFault.unreachable(
                path, answer.isEmpty ? "it ended before it answered" : "its answer is no status of this version")
        }
        return (status, answer)
    }

    private static func fault(_ error: FileError, _ path: String, _ seconds: Int) -> any Fault {
        switch error.errno {
        case ENOENT, ENOTDIR, ECONNREFUSED: DaemonFault.notRunning(path)
        case EAGAIN: DaemonFault.unreachable(path, "no answer within \(seconds) seconds")
        case EACCES, EPERM: error
        default: DaemonFault.unreachable(path, "\(error)")
        }
    }
}

/// Why no status can be shown, or no reload be made.
enum DaemonFault: Fault {
    case notRunning(String)
    case unreachable(String, String)
    case refused(String)

    var exitCode: Records.ExitCode {
        switch self {
        case .notRunning: .notRunning
        case .unreachable: .unreachable
        case .refused: .wrongConfiguration
        }
    }

    var description: String {
        switch self {
        case .notRunning(let path): "not running: nobody listens at \(path) (control.socket)"
        case .unreachable(let path, let why): "the daemon at \(path) does not answer: \(why)"
        case .refused(let why): "the new configuration is refused, the old one stays: \(why)"
        }
    }
}
