import ArgumentParser
import Detector
import Parsing
import Records
import Reporting
import Scoring
import Training

struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Train a model on labelled blocks and write a model file.",
        discussion: """
            With --split, the rows of the part train are learnt from and those of the part validation decide when to \
            stop, calibrate the scores and pick the threshold; without it, or where --train-parts names validation, all \
            epochs are taught and the threshold is 0.5.

            Hyperparameters for --set:
            \(Hyperparameter.all.map { "\($0.name): \($0.help)" }.joined(separator: "\n"))
            """)

    @Option(help: "The recipe: \(Recipe.all.map(\.name).joined(separator: ", ")).")
    var recipe = Recipe.production.name

    @Option(help: "The model file to write.", completion: .file())
    var out: String

    @OptionGroup var data: DataOptions

    @Option(help: ArgumentHelp("Learn from these parts of the split.", valueName: "part,part"))
    var trainParts: String?

    @Option(
        help: ArgumentHelp(
            "Without a part validation, hold out so much of the rows to stop by, calibrate on and pick the threshold on.",
            valueName: "share"))
    var validation: Double?

    @Option(help: "The seed that all chance comes from.")
    var seed: UInt64 = 1

    @Option(help: "The model's name, which alerts carry; the recipe's if not given.")
    var name: String?

    @Option(
        help: ArgumentHelp(
            "Keep in the model what `evaluate --json` measured of its twin: the same recipe, trained on a part of the rows.",
            valueName: "json"))
    var twinFigures: String?

    @OptionGroup var threshold: ThresholdOptions

    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp(
            "Change a hyperparameter of the recipe; may be given several times.", valueName: "name=value"))
    var changes: [String] = []

    @Option(help: ArgumentHelp("Turn so much of the labels that are learnt from around, to see what it costs."))
    var wrongLabels = 0.0

    @Option(help: ArgumentHelp("Learn from so much of the rows only."))
    var sample = 1.0

    func validate() throws {
        for (name, share) in [
            ("--wrong-labels", wrongLabels), ("--sample", sample), ("--validation", validation ?? 0.5),
        ] where !(0...1).contains(share) {
            throw ValidationError("\(name) is from 0 to 1")
        }
        _ = try chosenRecipe()
        if trainParts != nil && data.split == nil { throw ValidationError("--train-parts needs --split") }
    }

    private func chosenRecipe() throws -> Recipe {
        var recipe = try Recipe.named(recipe)
        for change in changes {
            let words = change.split(separator: "=", maxSplits: 1).map(String.init)
            guard words.count == 2, let parameter = Hyperparameter.all.first(where: { $0.name == words[0] }) else {
                throw ValidationError(
                    "--set \(change): name=value is expected, with one of the names "
                        + Hyperparameter.all.map(\.name).joined(separator: ", "))
            }
            if !parameter.set(&recipe, words[1]) {
                throw ValidationError("--set \(change): \(parameter.name) is \(parameter.help)")
            }
        }
        if let contradiction = recipe.contradiction { throw ValidationError(contradiction) }
        return recipe
    }

    func run() throws {
        try OutputCheck.files(out)
        let loaded = try data.load(parser: LineParser(matcher: TemplateMatcher(try Template.published())))
        let parts = trainParts?.split(separator: ",").map(String.init) ?? ["train"]
        let rows = try dealt(loaded, parts)
        let sampled = sample == 1 ? rows.training : Stress.sample(rows.training, share: sample, seed: seed)
        var run = TrainingRun(
            try chosenRecipe(), training: Stress.mislabelled(sampled, share: wrongLabels, seed: seed),
            validation: Stress.mislabelled(rows.validation, share: wrongLabels, seed: seed &+ 1), seed: seed)
        run.rule = threshold.rule
        let place = data.split ?? data.sequences ?? data.labels ?? ""
        try loaded.checkClasses(run.training, of: "what is learnt from", place: place)
        if !rows.validation.isEmpty {
            try loaded.checkClasses(run.validation, of: "what validates", place: place)
        } else if run.rule != .bestF1 {
            throw DataFault(
                place: place,
                what:
                    "a threshold is picked by rows that are not learnt from: a part validation of --split, or --validation"
            )
        }
        let twin = try twinFigures.map { String(decoding: try WholeFile.read($0).filter { $0 != 0x0A }, as: UTF8.self) }
        // Before the work, so that a path that does not do is said at once.
        let file = try StreamedFile(path: out)
        let start = ContinuousClock.now
        StandardError.write(
            "training \(run.recipe.name) on \(Set(run.training.map(\.events)).count) distinct sequences of "
                + "\(run.training.count) blocks\n")
        var result = try run.run(name: name ?? run.recipe.name) { StandardError.showProgress($0.line) }
        StandardError.endProgress()
        result.model.notes = try result.notes(
            run,
            DataOrigin(
                sha256: loaded.sha256, splitSha256: loaded.splitSha256,
                parts: loaded.parts == nil ? "all" : parts.joined(separator: ","),
                command: command(run.recipe, result.model)),
            figures: figures(run, result.model))
        result.model.notes["twin_figures"] = twin
        try file.write(try ModelFile.encode(result.model))
        try file.finish()
        let seconds = (ContinuousClock.now - start).milliseconds / 1000
        StandardError.write("wrote \(out) after \(seconds) s: \(result.model.notes["figures"] ?? "")\n")
        StandardError.write("abnormal from a score of \(result.threshold.value) (\(result.threshold.reason))\n")
        if !result.threshold.isMet {
            StandardError.write("warning: no threshold keeps to that on the part validation; this one comes nearest\n")
        }
    }

    /// What made the file, without the paths: the same data gives the same file wherever it lies.
    private func command(_ recipe: Recipe, _ model: Model) -> String {
        "blockwatch train --recipe \(recipe.name) --name \(model.name) --seed \(seed)"
            + (data.sequences == nil ? " --logs … --labels …" : " --sequences …")
            + (data.split == nil ? "" : " --split …")
            + (trainParts.map { " --train-parts \($0)" } ?? "")
            + (validation.map { " --validation \($0)" } ?? "") + changes.map { " --set \($0)" }.joined()
            + threshold.asOptions
            + (wrongLabels > 0 ? " --wrong-labels \(wrongLabels)" : "") + (sample < 1 ? " --sample \(sample)" : "")
    }

    /// What is learnt from, and what validates.
    private func dealt(_ loaded: DataSet, _ parts: [String]) throws -> (
        training: [SequenceRow], validation: [SequenceRow]
    ) {
        let rows = try loaded.rows(in: parts)
        if let validation {
            var random = RandomSource(seed: seed)
            let isHeldOut = rows.map { _ in random.chance(validation) }
            return (
                zip(rows, isHeldOut).filter { !$0.1 }.map(\.0), zip(rows, isHeldOut).filter { $0.1 }.map(\.0)
            )
        }
        let hasPart = loaded.parts?.values.contains("validation") == true && !parts.contains("validation")
        return (rows, hasPart ? try loaded.rows(in: ["validation"]) : [])
    }

    private func figures(_ run: TrainingRun, _ model: Model) -> [String: String] {
        var figures = ["f1_on_training_rows": "\(Evaluation(model, on: run.training).model.confusion.f1)"]
        if !run.validation.isEmpty {
            let evaluation = Evaluation(model, on: run.validation, others: run.training)
            figures["f1_on_validation_rows"] = "\(evaluation.model.confusion.f1)"
            if let unseen = evaluation.unseen?.confusion, unseen.tp + unseen.fn > 0 {
                figures["f1_on_validation_rows_unseen"] = "\(unseen.f1)"
            }
        }
        return figures
    }
}

extension TrainingProgress {
    fileprivate var line: String {
        "epoch \(epoch) of \(epochs): training loss \(trainingLoss.text(decimals: 6))"
            + (validationLoss.map { ", validation loss \($0.text(decimals: 6))\(isBest ? ", the best" : "")" } ?? "")
    }
}

extension Recipe {
    static func named(_ name: String) throws -> Recipe {
        guard let recipe = all.first(where: { $0.name == name }) else {
            throw ValidationError("there is no recipe \(name); there is \(all.map(\.name).joined(separator: ", "))")
        }
        return recipe
    }
}
