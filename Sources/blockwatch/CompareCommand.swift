import ArgumentParser
import Detector
import Parsing
import Records
import Reporting
import Scoring
import Synchronization
import Training

extension Cell: ExpressibleByArgument {}

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Train every published recipe and print them side by side with the published figures.",
        discussion: """
            The nine systems of the published comparison, each with its LSTM and with a GRU, the recipe production with \
            several seeds, and opponents that need no network, all measured on the part test of the split. Networks learn \
            from the part train; the part validation decides when they stop, calibrates their scores and picks their \
            thresholds. Opponents learn from both.

            Each trained model is kept as a model file in the directory --work. Started again after an interruption, the \
            command goes on with the models that are not there yet.
            """)

    @Option(help: "A file of event sequences: id,sequence,class, or Loghub's Event_traces.csv.", completion: .file())
    var sequences: String

    @Option(help: "The parts train, validation and test: id,split.", completion: .file())
    var split: String

    @Option(help: ArgumentHelp("Only these systems.", valueName: "name,name"))
    var only: String?

    @Option(help: ArgumentHelp("Only networks with this cell: gru or lstm.", valueName: "cell"))
    var cell: Cell?

    @Option(help: "The seed that all chance comes from; of production, the first of its seeds.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Train production with so many seeds.", valueName: "n"))
    var seeds = 5

    @Option(help: ArgumentHelp("Where trained models are kept.", valueName: "directory"), completion: .directory)
    var work = "blockwatch-compare"

    @Option(help: ArgumentHelp("Also write the figures as JSON.", valueName: "file"), completion: .file())
    var json: String?

    @Option(help: ArgumentHelp("Also write a report as one HTML page.", valueName: "file"), completion: .file())
    var report: String?

    func validate() throws {
        if !(0...100).contains(seeds) { throw ValidationError("--seeds is from 0 to 100") }
        for name in names ?? [] { _ = try Recipe.named(name) }
    }

    private var names: [String]? { only?.split(separator: ",").map(String.init) }

    func run() throws {
        try OutputCheck.files(json, report)
        let directory = try ModelDirectory(path: work)
        let data = try DataSet(sequences: sequences, split: split)
        let comparison = Comparison(
            train: try data.rows(in: ["train"]), validation: try data.rows(in: ["validation"]),
            test: try data.rows(in: ["test"]))
        for (part, rows) in [
            ("train", comparison.train), ("validation", comparison.validation), ("test", comparison.test),
        ] {
            try data.checkClasses(rows, of: "the part \(part)", place: split)
        }
        let entries = Comparison.entries(seed: seed, productionSeeds: seeds).filter { entry in
            (names?.contains(entry.recipe.name) ?? true) && (cell.map { $0 == entry.recipe.shape.cell } ?? true)
        }
        let trained = try train(entries, comparison, data, directory)
        var rows = zip(entries, trained).map { entry, model in
            comparison.row(entry, model, seconds: model.notes["seconds"].flatMap(Double.init))
        }
        let opponents = comparison.train + comparison.validation
        let tree = DecisionTree(opponents)
        rows += [
            comparison.row(SequenceLookup(opponents)), comparison.row(CountLookup(opponents)), comparison.row(tree),
        ]
        let result = ComparisonResult(
            rows: rows, production: Self.production(entries, trained, comparison, against: tree),
            blocks: comparison.test.count, abnormal: comparison.test.count { $0.isAbnormal == true })
        if let json { try WholeFile.replace(json, with: Array((result.json + "\n").utf8)) }
        if let report {
            let index = entries.firstIndex { $0.published == nil } ?? entries.indices.first
            let closer = index.map { index in
                (
                    title: entries[index].title,
                    evaluation: Evaluation(trained[index], on: comparison.test, others: opponents)
                )
            }
            let facts = ReportFile.facts([("data", sequences), ("split", split), ("seed", "\(seed)")])
            try ReportFile.write(result.page(closer: closer, facts: facts), to: report)
        }
        StandardOutput.write(result.text)
    }

    /// Production's models beside the tree.
    private static func production(
        _ entries: [Comparison.Entry], _ models: [Model], _ comparison: Comparison, against tree: DecisionTree
    ) -> [PairedComparison] {
        zip(entries, models).filter { $0.0.published == nil }.map { _, model in
            var table = PrefixTable()
            var scorer = PrefixScorer(model: model)
            return PairedComparison(
                comparison.test,
                first: { scorer.score(of: table.intern($0), in: table) >= model.threshold },
                second: tree.isAbnormal)
        }
    }

    /// In the order of the entries; those that stand in the directory already are not trained again.
    private func train(
        _ entries: [Comparison.Entry], _ comparison: Comparison, _ data: DataSet, _ directory: ModelDirectory
    ) throws -> [Model] {
        let origin = DataOrigin(
            sha256: data.sha256, splitSha256: data.splitSha256, parts: "train",
            command: "blockwatch compare --sequences … --split …")
        var missing = entries.filter { directory.model($0, origin) == nil }
        let distinct = Set(comparison.train.map(\.events)).count
        func cost(_ entry: Comparison.Entry) -> Double {
            entry.recipe.cost(rows: comparison.train.count, distinct: distinct)
        }
        if missing.count < entries.count {
            StandardError.write("\(entries.count - missing.count) models are in \(work) already\n")
        }
        // The longest first, so that no core is left with a long one at the end.
        missing.sort { cost($0) > cost($1) }
        let progress = TrainingsProgress(
            costs: Dictionary(missing.map { ($0.name, cost($0)) }, uniquingKeysWith: { $1 }))
        let errors = Mutex<[any Error]>([])
        _ = concurrently(missing.count) { [missing] index in
            let entry = missing[index]
            // One that cannot be kept tells that the others cannot either.
            if errors.withLock({ $0.contains { $0 is FileError } }) { return }
            do {
                let start = ContinuousClock.now
                let run = comparison.run(entry)
                var result = try run.run(name: entry.name) { progress.report(entry.name, $0) }
                let seconds = Double((ContinuousClock.now - start).milliseconds) / 1000
                result.model.notes = try result.notes(run, origin, figures: [:])
                result.model.notes["seconds"] = "\(seconds)"
                try directory.keep(result.model, entry)
                progress.finish(
                    entry.name, "\(entry.title): \(seconds.text(decimals: 0)) s, \(result.threshold.reason)")
            } catch {
                errors.withLock { $0.append(error) }
            }
        }
        progress.end()
        if let error = errors.withLock({ $0.first }) { throw error }
        return try entries.map { entry in
            guard let model = directory.model(entry, origin) else {
                throw FileError("read", directory.path(of: entry), errno: 2)
            }
            return model
        }
    }
}
