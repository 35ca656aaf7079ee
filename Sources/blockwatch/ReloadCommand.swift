import ArgumentParser
import Detector
import Glibc
import Records

struct ReloadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract: "Have the running daemon reload its configuration and model, and wait for the result.",
        discussion: """
            Exits with 0 where it has, 78 where it refuses the new ones (and says why), 3 where it does not run, 69 where it \
            does not answer.
            """)

    @Option(
        help: "The daemon's configuration file, for control.socket; /etc/blockwatch/blockwatch.yaml if not given.",
        completion: .file())
    var config: String?

    func run() throws {
        let path = try ConfigurationFile.ofDaemon(config).controlPath(ConfigurationFile.environment)
        let pid = try StatusCommand.ask(path).pid
        guard pid > 1 else { throw DaemonFault.unreachable(path, "it is a process that cannot be seen from here") }
        guard kill(pid, SIGHUP) == 0 else {
            throw errno == EPERM ? DaemonFault.forbidden(path) : DaemonFault.unreachable(path, ErrnoText.of(errno))
        }
        // Signals that wait are heeded before an answer is given; a large state takes its time.
        let status = try StatusCommand.ask(path, seconds: 60).status
        if let fault = status.reload?.fault { throw DaemonFault.refused(fault) }
        for key in status.reload?.needRestart ?? [] {
            StandardError.write("\(key) has changed; it takes effect at the next start\n")
        }
    }
}
