import ArgumentParser
import Detector
import Parsing
import Records

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say how a line was parsed, or how a block came to its score.",
        discussion: """
            --line: layout, blocks, template, and what of it was variable. --block: its lines in the logs, with the score \
            after each and when it was judged, and what would have been expected next.
            """)

    @Option(help: "The model file; the configuration's if not given.")
    var model: String?

    @Option(help: "The configuration, for when a block is judged; the defaults if not given.")
    var config: String?

    @Option(help: "A line of a log.")
    var line: String?

    @Option(help: "A block, blk_ and its number; the logs that name it follow.")
    var block: String?

    @Argument(help: "Logs, plain or .gz; - is standard input.")
    var logs: [String] = []

    func validate() throws {
        if [line, block].compactMap({ $0 }).count != 1 { throw ValidationError("name either --line or --block") }
        if block != nil && logs.isEmpty { throw ValidationError("name the logs that tell of the block") }
        if line != nil && !logs.isEmpty { throw ValidationError("--line needs no logs") }
        if let block, BlockKey(block) == nil { throw ValidationError("\(block) is no block: blk_ and a number is one") }
    }

    func run() throws {
        let configuration = try ConfigurationFile.load(config)
        let equipment = try Equipment(modelPath: try model ?? configuration.model.path ?? ShippedModel.path())
        if let line {
            StandardOutput.write(LineExplanationText(LineAnatomy(Array(line.utf8), equipment.parser)).text)
        } else if let key = block.flatMap({ BlockKey($0) }) {
            let explanation = try BlockExplanation(of: key, logs, configuration, equipment)
            if explanation.lines.isEmpty {
                throw DataFault(place: logs.joined(separator: ", "), what: "no line names \(key)")
            }
            StandardOutput.write(BlockExplanationText(of: key, explanation).text)
        }
    }
}
