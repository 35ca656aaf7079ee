import ArgumentParser
import Detector
import Parsing
import Records
import Tailing

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say how a line was parsed, how a block came to its score, or why an alert was raised.",
        discussion: """
            --line: layout, blocks, template, and what of it was variable. --block: its lines in the logs, with the score \
            after each and when it was judged, and what would have been expected next. --alert: the same of an alert's \
            events, why it has its severity, and whether it was taken back.
            """)

    @Option(help: "The model file; the configuration's if not given.", completion: .file())
    var model: String?

    @Option(
        help: "The configuration, for when a block is judged; /etc/blockwatch/blockwatch.yaml if not given.",
        completion: .file())
    var config: String?

    @Option(help: "A line of a log.")
    var line: String?

    @Option(help: "A block, like blk_-123; the logs that name it follow.", transform: BlockKey.named)
    var block: BlockKey?

    @Option(help: "An alert, by its id or the first digits of it.")
    var alert: String?

    @Option(
        help: "The alerts file, plain or .gz; - is standard input; the daemon's, with its rotated files, if not given.",
        completion: .file())
    var alerts: String?

    @Argument(
        help: "Logs, plain or .gz; - is standard input; the configuration's, with their rotated files, if not given.",
        completion: .file())
    var logs: [String] = []

    func validate() throws {
        if [line != nil, block != nil, alert != nil].count(where: \.self) != 1 {
            throw ValidationError("name one of --line, --block and --alert")
        }
        if block == nil && !logs.isEmpty { throw ValidationError("only --block needs logs") }
        if alert == nil && alerts != nil { throw ValidationError("--alerts goes with --alert") }
        if alert?.isEmpty == true { throw ValidationError("--alert needs an id") }
    }

    func run() throws {
        let configuration = try ConfigurationFile.load(config ?? ConfigurationFile.installed)
        let equipment = try Equipment(modelPath: try model ?? configuration.model.path ?? ShippedModel.path())
        if let line {
            StandardOutput.write(LineExplanationText(LineAnatomy(Array(line.utf8), equipment.parser)).text)
        } else if let block {
            let logs = logs.isEmpty ? configuration.input.presentFiles : logs
            if logs.isEmpty { throw ValidationError("name the logs that tell of the block") }
            let explanation = try BlockExplanation(of: block, logs, configuration, equipment)
            if explanation.lines.isEmpty {
                throw DataFault(place: logs.joined(separator: ", "), what: "no line names \(block)")
            }
            StandardOutput.write(BlockExplanationText(of: block, explanation).text)
        } else if let alert {
            let found = try FoundAlert(alert, in: try alertsFiles())
            StandardOutput.write(AlertExplanationText(found, by: equipment.model, .ofStandardOutput).text)
        }
    }

    private func alertsFiles() throws -> [String] {
        if let alerts { return [alerts] }
        let path = try ConfigurationFile.alertsPath(config)
        return RotatedFiles.of(path) + [path]
    }
}
