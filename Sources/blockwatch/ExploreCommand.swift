import ArgumentParser
import Detector
import Parsing
import Records
import Reporting
import Training

struct ExploreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explore", abstract: "Describe a data set: what to know of it before training.",
        discussion: """
            Classes, lengths, events, repeats, contradictory labels, how lives begin; with a split, how much of each part \
            stands in the others, too. Of logs also the files and their layouts, how long writes take, and how long blocks \
            are silent, which is what blocks.quiet_after depends on. Labels are not needed.
            """)

    @Option(help: "A file of event sequences: id,sequence[,class], or Loghub's Event_traces.csv.", completion: .file())
    var sequences: String?

    @Option(
        parsing: .upToNextOption, help: "Logs, plain or .gz, instead of --sequences; - is standard input.",
        completion: .file())
    var logs: [String] = []

    @Option(help: "The labels of the logs' blocks: BlockId,Label.", completion: .file())
    var labels: String?

    @Option(help: "Which part each row belongs to: id,split.", completion: .file())
    var split: String?

    @Option(help: ArgumentHelp("Also write the figures as JSON.", valueName: "file"), completion: .file())
    var json: String?

    @Option(help: ArgumentHelp("Also write a report as one HTML page.", valueName: "file"), completion: .file())
    var report: String?

    func validate() throws {
        if (sequences == nil) == logs.isEmpty { throw ValidationError("give either --sequences or --logs") }
        if sequences != nil && labels != nil { throw ValidationError("--labels belongs to --logs") }
    }

    func run() throws {
        try OutputCheck.files(json, report)
        let parts = try split.map { try SplitFile.read($0) }
        let result = try sequences.map { try explore(sequences: $0, parts) } ?? exploreLogs(parts)
        if let split, let leakage = result.exploration.leakage, leakage.rowsInNoPart == result.exploration.rows.total {
            throw DataFault(place: split, what: "none of its \(leakage.idsWithoutRow) ids is one of the data's rows")
        }
        if let json { try WholeFile.replace(json, with: try result.json) }
        if let report { try ReportFile.write(ExplorationPage(result).page, to: report) }
        StandardOutput.write(ExplorationText(result).text)
    }

    private func explore(sequences: String, _ parts: [String: String]?) throws -> ExplorationResult {
        let rows = try SequenceFile.read(sequences)
        if rows.isEmpty { throw DataFault(place: sequences, what: "there are no rows below the columns' names") }
        return ExplorationResult(source: [sequences], exploration: Exploration(rows, split: parts))
    }

    private func exploreLogs(_ parts: [String: String]?) throws -> ExplorationResult {
        let known = try labels.map { try LabelFile.read($0) }
        let parser = LineParser(matcher: TemplateMatcher(try Template.published()))
        let configuration = Configuration()
        let logged = try LoggedLives(logs, configuration, parser: parser) { lines in
            if StandardError.isTerminal { StandardError.showProgress("\(lines.grouped) lines") }
        }
        if StandardError.isTerminal { StandardError.showProgress("") }
        if logged.lives.isEmpty { throw Self.nothingIn(logged) }
        let rows = logged.lives.map { life in
            SequenceRow(id: "\(life.block)", events: life.events, isAbnormal: known?[life.block])
        }
        let figures = LifeFigures(
            logged.lives, isAbnormal: rows.map(\.isAbnormal), unfinishedAfter: configuration.blocks.unfinishedAfter)
        let labelsWithoutBlock = known.map { known in
            known.count - Set(logged.lives.map(\.block)).intersection(known.keys).count
        }
        return ExplorationResult(
            source: logs, exploration: Exploration(rows, split: parts),
            logs: ExplorationResult.Logs(
                files: logged.files, days: logged.days, linesBeyondMaxEvents: logged.linesBeyondMaxEvents,
                labelsWithoutBlock: labelsWithoutBlock, lives: figures))
    }

    private static func nothingIn(_ logged: LoggedLives) -> DataFault {
        let lines = logged.files.reduce(0) { $0 + $1.lines }
        let withoutHeader = logged.files.reduce(0) { $0 + $1.linesWithoutHeader }
        return DataFault(
            place: logged.files.map(\.path).joined(separator: ", "),
            what:
                "no line names a block, so there is nothing to explore; of \(lines) lines \(withoutHeader) have no header "
                + "in the layout of HDFS_v1 (YYMMDD HHMMSS …) or log4j (YYYY-MM-DD HH:MM:SS,mmm …)")
    }
}
