import ArgumentParser
import Detector
import Glibc
import Records
import Tailing

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check a configuration, its model and its outputs, and name every fault.",
        discussion: "Also which files are followed, which are left out, and what stands in the beginning of each.")

    @Option(help: "The configuration file.", completion: .file())
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
        var equipment: Equipment?
        check("model.path") {
            equipment = try Equipment(modelPath: try configuration.model.path ?? ShippedModel.path())
        }
        check("alerts.file") { try OutputCheck.file(configuration.alertsPath(environment)) }
        check("state.directory") { try OutputCheck.directory(configuration.statePath(environment)) }
        guard reading.isWhole else { return report(found) }
        if configuration.input.files.isEmpty { StandardError.write("warning: input.files is empty\n") }
        for pattern in configuration.input.missingFiles {
            let why = LogFollower.fault(pattern)?.description ?? "nothing matches \(pattern) (yet)"
            StandardError.write("warning: \(why.asPlainText)\n")
        }
        if let equipment { show(InputSurvey(configuration.input, parser: equipment.parser)) }
        report(found)
    }

    private func show(_ survey: InputSurvey) {
        if survey.files.isEmpty { return }
        var table = PlainTable(titles: ["log", "layout", "first lines", "name a block", "match"])
        for file in survey.files {
            let tally = file.tally
            let words =
                file.exclusion.map { ["left out (\($0))"] } ?? file.fault.map { _ in ["not read"] } ?? [
                    tally.layout?.name ?? "?", "\(tally.lines)", tally.linesWithBlock.share(of: tally.lines),
                    tally.linesMatched.share(of: tally.linesWithBlock),
                ]
            table.add([file.path] + words)
            if let fault = file.fault { StandardError.write("warning: \(fault.asPlainText)\n") }
        }
        StandardOutput.write(table.text)
    }

    private func report(_ faults: [any Fault]) {
        for fault in faults { StandardError.write("blockwatch: \(fault.plainText)\n") }
        if let first = faults.first { Glibc.exit(first.exitCode.rawValue) }
        StandardOutput.write("\(config) is good\n")
    }
}
