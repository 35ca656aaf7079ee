import ArgumentParser
import Detector
import Glibc
import Records

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Ask the running daemon how it is.",
        discussion: """
            Exits with 0 where it runs, 3 where it does not, 69 where it does not answer. --watch goes on also where it \
            does not run, until stopped.
            """)

    @Option(
        help: "The daemon's configuration file, for control.socket; /etc/blockwatch/blockwatch.yaml if not given.",
        completion: .file())
    var config: String?

    @Flag(help: "Print the daemon's answer, one JSON object.")
    var json = false

    @Flag(help: "Ask again every second, until stopped; a terminal shows the latest answer.")
    var watch = false

    func run() throws {
        let path = try ConfigurationFile.ofDaemon(config).controlPath(ConfigurationFile.environment)
        if watch { return Self.watch(path, json) }
        StandardOutput.write(try Self.text(path, json))
    }

    /// - Throws: ``DaemonFault``; `FileError`.
    private static func text(_ path: String, _ json: Bool) throws -> String {
        let (status, answer, _) = try ask(path)
        return json ? String(decoding: answer, as: UTF8.self) : StatusText(status).text
    }

    private static func watch(_ path: String, _ json: Bool) {
        StandardOutput.endWell()
        let isScreen = StandardOutput.isTerminal && !json
        repeat {
            do {
                let text = try text(path, json)
                // From the top, each line and what is below it wiped as it is written over: nothing flickers.
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false).joined(
                    separator: "\u{1B}[K\n")
                StandardOutput.write(isScreen ? "\u{1B}[H\(lines)\u{1B}[J" : json ? text : text + "\n")
            } catch {
                let words = "\(error)".asPlainText
                if isScreen {
                    StandardOutput.write("\u{1B}[H\(words)\u{1B}[K\n\u{1B}[J")
                } else {
                    StandardError.write("blockwatch: \(words)\n")
                }
            }
        } while StandardOutput.wait(for: nil)
    }

    /// - Parameters:
    ///   - path: of the control socket.
    ///   - seconds: how long each step may take.
    /// - Returns: its answer, read and as it came, and the process that gave it.
    /// - Throws: ``DaemonFault``; `FileError`.
    static func ask(_ path: String, seconds: Int = 5) throws -> (status: Status, answer: [UInt8], pid: Int32) {
        let (answer, pid): ([UInt8], Int32)
        do {
            (answer, pid) = try UnixSocket.ask(path, seconds: seconds)
        } catch let error as FileError {
            throw Self.fault(error, path, seconds)
        }
        guard let status = Status(json: answer) else {
            throw DaemonFault.unreachable(
                path, answer.isEmpty ? "it ended before it answered" : "its answer is no status of this version")
        }
        return (status, answer, pid)
    }

    private static func fault(_ error: FileError, _ path: String, _ seconds: Int) -> any Fault {
        switch error.errno {
        case ENOENT, ENOTDIR, ECONNREFUSED: DaemonFault.notRunning(path)
        case EAGAIN: DaemonFault.unreachable(path, "no answer within \(seconds) seconds")
        case EACCES, EPERM: DaemonFault.forbidden(path)
        default: DaemonFault.unreachable(path, "\(error)")
        }
    }
}

/// Why no status can be shown, or no reload be made.
enum DaemonFault: Fault {
    case notRunning(String)
    case unreachable(String, String)
    case forbidden(String)
    case refused(String)

    var exitCode: Records.ExitCode {
        switch self {
        case .notRunning: .notRunning
        case .unreachable: .unreachable
        case .forbidden: .permissionDenied
        case .refused: .wrongConfiguration
        }
    }

    var description: String {
        switch self {
        case .notRunning(let path): "not running: nobody listens at \(path) (control.socket)"
        case .unreachable(let path, let why): "the daemon at \(path) does not answer: \(why)"
        case .forbidden(let path):
            "\(path): permission denied; root and the daemon's user may ask it, and its group for its status"
        case .refused(let why): "the new configuration is refused, the old one stays: \(why)"
        }
    }
}
