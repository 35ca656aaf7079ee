import ArgumentParser
import Detector
import Logging

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "The daemon: follow the configured logs until told to stop.",
        discussion: """
            SIGTERM and SIGINT stop it, SIGHUP reloads configuration and model, SIGUSR1 opens the alerts file anew.
            """)

    @Option(help: "The configuration file.", completion: .file())
    var config: String

    func run() throws {
        LoggingSystem.bootstrap { _ in StandardErrorLog() }
        let daemon = try Daemon(environment: ConfigurationFile.environment, log: Logger(label: "blockwatch")) {
            [config] in
            let configuration = try ConfigurationFile.load(config)
            let model = try configuration.model.path ?? ShippedModel.path()
            return (configuration, try Equipment(modelPath: model))
        }
        try daemon.run()
    }
}
