import ArgumentParser
import Detector
import FoundationEssentials
import Parsing
import Records
import Scoring
import Training

struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Train a model on labelled blocks and write a model file.",
        discussion: """
            With --split, the rows of the part train are learnt from and those of the part validation decide when to \
            stop; without it, or where --train-parts names validation, all epochs are taught.
            """)

    @Option(help: "The recipe: \(Recipe.all.map(\.name).joined(separator: ", ")).")
    var recipe = Recipe.production.name

    @Option(help: "The model file to write.")
    var out: String

    @OptionGroup var data: DataOptions

    @Option(help: ArgumentHelp("Learn from these parts of the split.", valueName: "part,part"))
    var trainParts: String?

    @Option(help: "The seed that all chance comes from.")
    var seed: UInt64 = 1

    @Option(help: "The model's name, which alerts carry; the recipe's if not given.")
    var name: String?

    func validate() throws {
        if trainParts != nil && data.split == nil { throw ValidationError("--train-parts needs --split") }
        if !Recipe.all.contains(where: { $0.name == recipe }) {
            throw ValidationError(
                "there is no recipe \(recipe); there is \(Recipe.all.map(\.name).joined(separator: ", "))")
        }
    }

    func run() throws {
        guard let recipe = Recipe.all.first(where: { $0.name == recipe }) else { return }
        let loaded = try data.load(parser: LineParser(matcher: TemplateMatcher(try Template.published())))
        let parts = trainParts?.split(separator: ",").map(String.init) ?? ["train"]
        let training = try loaded.rows(in: parts).filter { $0.isAbnormal != nil && !$0.events.isEmpty }
        try check(training)
        let hasValidation = loaded.parts?.values.contains("validation") == true && !parts.contains("validation")
        let validation = hasValidation ? try loaded.rows(in: ["validation"]).filter { $0.isAbnormal != nil } : []
        if hasValidation && validation.isEmpty {
            throw DataFault(place: data.split ?? "", what: "no row of the part validation has a label")
        }
        let rest = loaded.parts.map { split in
            loaded.rows.filter { row in split[row.id].map { !parts.contains($0) && $0 != "validation" } ?? false }
        }
        // Before the work, so that a path that does not do is said at once.
        let file = try StreamedFile(path: out)
        let start = ContinuousClock.now
        var trainer = Trainer(recipe, training: training, validation: validation, seed: seed)
        StandardError.write(
            "training \(recipe.name) on \(trainer.distinctCount) distinct sequences of \(training.count) blocks\n")
        var last: TrainingProgress?
        let weights = trainer.train { progress in
            StandardError.showProgress(progress.line)
            if progress.isBest { last = progress }
        }
        StandardError.endProgress()
        var model = Model(
            weights: weights, name: name ?? recipe.name, threshold: 0.5,
            requiredEvents: Self.requiredEvents(of: training),
            templates: PublishedTemplates.texts.enumerated().map { .init(kind: .e($0.offset + 1), text: $0.element) })
        model.notes = try notes(recipe, model, loaded, training, rest ?? [], last)
        try file.write(try ModelFile.encode(model))
        try file.finish()
        let seconds = (ContinuousClock.now - start).milliseconds / 1000
        StandardError.write("wrote \(out) after \(seconds) s: \(model.notes["figures"] ?? "")\n")
    }

    /// What made the file, without the paths: the same data gives the same file wherever it lies.
    private func command(_ recipe: Recipe, _ model: Model) -> String {
        "blockwatch train --recipe \(recipe.name) --name \(model.name) --seed \(seed)"
            + (data.sequences == nil ? " --logs … --labels …" : " --sequences …")
            + (data.split == nil ? "" : " --split …")
            + (trainParts.map { " --train-parts \($0)" } ?? "")
    }

    private func check(_ rows: [SequenceRow]) throws {
        let abnormal = rows.count { $0.isAbnormal == true }
        guard abnormal > 0 && abnormal < rows.count else {
            throw DataFault(
                place: data.sequences ?? data.labels ?? "",
                what: "a model learns from normal and abnormal blocks; of \(rows.count) labelled here "
                    + "\(abnormal) are abnormal")
        }
    }

    /// The events that every normal sequence has.
    private static func requiredEvents(of rows: [SequenceRow]) -> [EventKind] {
        let normal = rows.filter { $0.isAbnormal == false }.map { Set($0.events) }
        guard let first = normal.first else { return [] }
        return normal.dropFirst().reduce(first) { $0.intersection($1) }.sorted { $0.rawValue < $1.rawValue }
    }

    private func notes(
        _ recipe: Recipe, _ model: Model, _ loaded: DataSet, _ training: [SequenceRow], _ rest: [SequenceRow],
        _ best: TrainingProgress?
    ) throws -> [String: String] {
        var figures: [String: String] = [:]
        if let best {
            figures["epoch"] = "\(best.epoch)"
            if let loss = best.validationLoss { figures["validation_loss"] = "\(loss)" }
        }
        figures["f1_on_training_rows"] = "\(Evaluation(model, on: training).model.confusion.f1)"
        if !rest.isEmpty {
            let evaluation = Evaluation(model, on: rest, others: training)
            figures["f1_on_other_rows"] = "\(evaluation.model.confusion.f1)"
            figures["f1_on_other_rows_unseen"] = "\(evaluation.unseen?.confusion.f1 ?? 0)"
        }
        func json(_ pairs: [String: String]) throws -> String {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(pairs), as: UTF8.self)
        }
        return [
            "recipe": recipe.name,
            "hyperparameters": try json(Dictionary(uniqueKeysWithValues: recipe.hyperparameters)),
            "training_sha256": loaded.sha256,
            "training_rows": "\(training.count)",
            "training_parts": loaded.parts == nil ? "all" : trainParts ?? "train",
            "command": command(recipe, model),
            "seed": "\(seed)",
            "figures": try json(figures),
        ]
    }
}

extension TrainingProgress {
    fileprivate var line: String {
        "epoch \(epoch) of \(epochs): training loss \(trainingLoss.rounded(to: 6))"
            + (validationLoss.map { ", validation loss \($0.rounded(to: 6))\(isBest ? ", the best" : "")" } ?? "")
    }
}

extension Double {
    /// As text with so many digits behind the point.
    func rounded(to digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let whole = Int64((magnitude * scale).rounded())
        let fraction = "\(whole % Int64(scale))"
        let padding = String(repeating: "0", count: digits - fraction.count)
        return "\(self < 0 ? "-" : "")\(whole / Int64(scale)).\(padding)\(fraction)"
    }
}
