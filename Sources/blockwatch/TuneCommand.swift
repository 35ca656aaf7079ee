import ArgumentParser
import Detector
import Records
import Reporting
import Scoring
import Training

struct TuneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tune", abstract: "Search a grid of hyperparameters by cross-validation.",
        discussion: """
            Every combination of the values given with --grid is trained on all folds of the rows but one and measured on \
            that one, for each fold in turn. The part test of the split is left alone. Without --grid, the grid of the \
            published search is taken: batch 16 or 32, 2, 8 or 15 epochs, 2, 64 or 72 units of one LSTM.

            Hyperparameters:
            \(Hyperparameter.all.map { "\($0.name): \($0.help)" }.joined(separator: "\n"))
            """)

    @Option(help: "A file of event sequences: id,sequence,class, or Loghub's Event_traces.csv.", completion: .file())
    var sequences: String

    @Option(help: "Which part each row belongs to: id,split; all parts but test are used.", completion: .file())
    var split: String

    @Option(help: "The recipe that the values change; if not given, the published search's.")
    var recipe: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Values of a hyperparameter; may be given several times.", valueName: "name=value,value"))
    var grid: [String] = []

    @Option(help: ArgumentHelp("The number of folds.", valueName: "n"))
    var folds = 5

    @Option(help: "The seed that all chance comes from.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Also write the figures as JSON.", valueName: "file"), completion: .file())
    var json: String?

    @Option(help: ArgumentHelp("Also write a report as one HTML page.", valueName: "file"), completion: .file())
    var report: String?

    func validate() throws {
        if !(2...100).contains(folds) { throw ValidationError("--folds is from 2 to 100") }
        _ = try chosenGrid()
    }

    private func chosenGrid() throws -> Grid {
        let base = try recipe.map { try Recipe.named($0) }
        if base != nil && grid.isEmpty { throw ValidationError("--recipe needs --grid: which values to try") }
        let axes = try grid.map { text in
            let words = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard words.count == 2 else { throw ValidationError("--grid \(text): name=value,value is expected") }
            return Grid.Axis(words[0], words[1].split(separator: ",").map(String.init))
        }
        let published = Grid.published
        do {
            return try Grid(base ?? published.recipe, axes.isEmpty ? published.axes : axes)
        } catch let unknown as Grid.Unknown {
            throw ValidationError("--grid: \(unknown.what)")
        }
    }

    func run() throws {
        let grid = try chosenGrid()
        try OutputCheck.files(json, report)
        let data = try DataSet(sequences: sequences, split: split)
        let parts = Set(data.parts.map { Array($0.values) } ?? []).subtracting(["test"])
        let rows = try data.rows(in: parts.sorted()).learnable
        try data.checkClasses(rows, of: "all parts but test", place: split)
        let search = GridSearch(grid, rows, folds: folds, seed: seed)
        let result = TuningResult(
            grid: grid, outcomes: search.outcomes(Self.run(search, rows)), folds: folds, rows: rows.count, seed: seed)
        if let json { try WholeFile.replace(json, with: Array((result.json + "\n").utf8)) }
        if let report {
            let facts = ReportFile.facts([("data", sequences), ("split", split), ("seed", "\(seed)")])
            try ReportFile.write(result.page(facts: facts), to: report)
        }
        StandardOutput.write(result.text)
    }

    /// - Returns: what the jobs came to, in their order.
    private static func run(
        _ search: GridSearch, _ rows: [SequenceRow]
    ) -> [[Int: (all: Confusion, unseen: Confusion)]] {
        let distinct = Set(rows.map(\.events)).count
        let progress = TrainingsProgress(
            costs: Dictionary(
                uniqueKeysWithValues: search.jobs.map {
                    ($0.name, $0.recipe.cost(rows: rows.count, distinct: distinct))
                }))
        defer { progress.end() }
        return concurrently(search.jobs.count) { index in
            let job = search.jobs[index]
            let outcomes = search.run(job) { progress.report(job.name, $0) }
            progress.finish(job.name, job.name)
            return outcomes
        }
    }
}
