import ArgumentParser
import Detector
import Glibc
import Records

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check a configuration, its model and its outputs, and name every fault.")

    @Option(help: "The configuration file.")
    var config: String

    func run() throws {
        let reading = try ConfigurationFile.read(config)
        let configuration = reading.configuration
        var found: [any Fault] = reading.faults.isEmpty ? [] : [ConfigurationError(faults: reading.faults)]
        /// What a faulty value is meant to name cannot be looked at.
        func check(_ key: String, _ body: () throws -> Void) {
            guard reading.isGood(key) else { return }
            do { try body() } catch let fault as any Fault { found.append(fault) } catch {}
        }
        let environment = ConfigurationFile.environment
        check("model.path") { _ = try Equipment(modelPath: try configuration.model.path ?? ShippedModel.path()) }
        check("alerts.file") { try OutputCheck.file(configuration.alertsPath(environment)) }
        check("state.directory") { try OutputCheck.directory(configuration.statePath(environment)) }
        guard reading.isWhole else { return report(found) }
        if configuration.input.files.isEmpty { StandardError.write("warning: input.files is empty\n") }
        for pattern in configuration.input.missingFiles {
            StandardError.write("warning: nothing matches \(pattern) (yet)\n")
        }
        report(found)
    }

    private func report(_ faults: [any Fault]) {
        for fault in faults { StandardError.write("blockwatch: \(fault.plainText)\n") }
        if let first = faults.first { Glibc.exit(first.exitCode.rawValue) }
        StandardOutput.write("\(config) is good\n")
    }
}
