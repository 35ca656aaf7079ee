import ArgumentParser
import Detector
import Records
import Scoring

struct TemplatesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "templates", abstract: "List the templates that a model knows, and what logs' lines they match.",
        discussion: "With logs, also how many lines each template matched, and the lines that none matched.")

    @Option(help: "The model file; the shipped model if not given.", completion: .file())
    var model: String?

    @Option(help: "Show at most so many unmatched lines.")
    var unmatched = 1000

    @Argument(help: "Logs, plain or .gz; - is standard input.", completion: .file())
    var logs: [String] = []

    func run() throws {
        let equipment = try Equipment(modelPath: try model ?? ShippedModel.path())
        guard !logs.isEmpty else {
            for template in equipment.model.templates {
                StandardOutput.write("\(template.kind.name)\t\(template.text.asPlainText)\n")
            }
            return
        }
        let census = try TemplateCensus(logs, Configuration().input, parser: equipment.parser, keep: unmatched)
        for template in equipment.model.templates {
            StandardOutput.write(
                "\(template.kind.name)\t\(census.counts[template.kind, default: 0])\t\(template.text.asPlainText)\n"
            )
        }
        StandardOutput.write(
            "unknown\t\(census.counts[.unknown, default: 0])\tlines that name a block and match none\n")
        for line in census.unmatched { StandardOutput.write("unmatched\t\(line.asPlainText)\n") }
        let total = census.counts.values.reduce(0, +)
        StandardError.write(
            "\(census.lines) lines, \(total) of them name a block; \(census.counts[.unknown, default: 0]) of those match "
                + "no template\n")
        let hidden = census.counts[.unknown, default: 0] - census.unmatched.count
        if hidden > 0 { StandardError.write("\(hidden) more unmatched lines; --unmatched N shows more\n") }
    }
}
