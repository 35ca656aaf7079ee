import ArgumentParser
import Glibc
import Records

/// The root command: arguments in, exit codes out.
@main
struct Blockwatch: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blockwatch",
        abstract: "Finds the HDFS blocks whose lives went wrong, in the logs that tell of them.",
        version: Version.text,
        subcommands: [
            RunCommand.self, ReplayCommand.self, TrainCommand.self, EvaluateCommand.self, CompareCommand.self,
            TuneCommand.self, ExploreCommand.self, ScoreCommand.self, ValidateCommand.self, TemplatesCommand.self,
            StatusCommand.self, ReloadCommand.self, AlertsCommand.self, ExplainCommand.self, SimulateCommand.self,
        ])

    /// Without a subcommand there is nothing to do.
    func run() throws {
        StandardError.write(Self.helpMessage() + "\n")
        throw ExitCode(Records.ExitCode.wrongUsage.rawValue)
    }

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let fault as any Fault {
            StandardError.write("blockwatch: \(fault.plainText)\n")
            Glibc.exit(fault.exitCode.rawValue)
        } catch {
            exit(withError: error)
        }
    }
}
