import ArgumentParser
import Detector
import Records
import Reporting
import Scoring
import Training

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Measure a model on labelled blocks.",
        discussion: """
            With --split and --part, the rows of the other parts are remembered by a simple opponent (which count \
            vector had which label), whose figures stand beside the model's, and both are also measured on the rows \
            whose sequence stands in no other part.
            """)

    @Option(help: "The model file; the shipped model if not given.", completion: .file())
    var model: String?

    @OptionGroup var data: DataOptions

    @Option(help: "Measure on this part of the split.")
    var part: String?

    @Option(help: ArgumentHelp("Also write the figures as JSON.", valueName: "file"), completion: .file())
    var json: String?

    @Option(help: ArgumentHelp("Also write a report as one HTML page.", valueName: "file"), completion: .file())
    var report: String?

    @Option(
        help: ArgumentHelp(
            "Alter so much of the rows first: events dropped, doubled, swapped, replaced by unknown ones.",
            valueName: "share"))
    var altered = 0.0

    @Option(help: "The seed of what --altered draws.")
    var seed: UInt64 = 1

    func validate() throws {
        if !(0...1).contains(altered) { throw ValidationError("--altered is from 0 to 1") }
        if (part == nil) != (data.split == nil) { throw ValidationError("--split and --part belong together") }
    }

    func run() throws {
        try OutputCheck.files(json, report)
        let equipment = try Equipment(modelPath: try model ?? ShippedModel.path())
        let loaded = try data.load(parser: equipment.parser)
        let rows = try loaded.rows(in: part.map { [$0] } ?? [])
        let others = part == nil ? [] : loaded.rows.filter { row in loaded.parts?[row.id].map { $0 != part } ?? false }
        guard rows.contains(where: { $0.isAbnormal != nil }) else {
            throw DataFault(
                place: data.sequences ?? data.labels ?? "", what: "no row has a label, so nothing can be measured")
        }
        let evaluation = Evaluation(
            equipment.model, on: altered == 0 ? rows : Stress.altered(rows, share: altered, seed: seed), others: others)
        if let json { try WholeFile.replace(json, with: Array(evaluation.json.utf8)) }
        if let report {
            let facts = ReportFile.facts([
                ("data", data.sequences ?? data.logs.joined(separator: " ")),
                ("part", part ?? "all"), ("model", "\(equipment.model.name), sha256 \(equipment.model.sha256)"),
            ])
            try ReportFile.write(evaluation.page(of: equipment.model, facts: facts), to: report)
        }
        StandardOutput.write(evaluation.table(of: equipment.model.name))
    }
}

extension Evaluation {
    var columns: [(key: String, title: String, figures: Figures)] {
        var columns = [("model", "model", model)]
        if let unseen { columns.append(("unseen", "model, unseen", unseen)) }
        if let countLookup { columns.append(("count_lookup", "count look-up", countLookup)) }
        if let countLookupUnseen { columns.append(("count_lookup_unseen", "look-up, unseen", countLookupUnseen)) }
        return columns
    }

    /// One row a figure, one column for whom and what it was measured on.
    fileprivate func table(of name: String) -> String {
        func padded(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(0, width - text.count)) + text
        }
        func row(_ title: String, _ value: (Figures) -> String) -> String {
            title + String(repeating: " ", count: 24 - title.count)
                + columns.map { padded(value($0.figures), 17) }.joined() + "\n"
        }
        func fraction(_ title: String, _ value: @escaping (Figures) -> Double?) -> String {
            row(title) { value($0).map { $0.text(decimals: 5) } ?? "-" }
        }
        return "\(name.asPlainText), abnormal from a score of \(threshold)\n\n"
            + String(repeating: " ", count: 24) + columns.map { padded($0.title, 17) }.joined() + "\n"
            + row("blocks") { "\($0.confusion.total)" }
            + row("abnormal") { "\($0.confusion.tp + $0.confusion.fn)" }
            + fraction("F1, abnormal") { $0.confusion.f1 }
            + fraction("precision, abnormal") { $0.confusion.precision }
            + fraction("recall, abnormal") { $0.confusion.recall }
            + fraction("F1, macro") { $0.confusion.macroF1 }
            + fraction("precision, macro") { $0.confusion.macroPrecision }
            + fraction("recall, macro") { $0.confusion.macroRecall }
            + fraction("accuracy") { $0.confusion.accuracy }
            + fraction("area under PR") { $0.ranking?.prArea }
            + fraction("area under ROC") { $0.ranking?.rocArea }
            + row("found (TP)") { "\($0.confusion.tp)" }
            + row("false alarms (FP)") { "\($0.confusion.fp)" }
            + row("missed (FN)") { "\($0.confusion.fn)" }
            + row("rightly passed (TN)") { "\($0.confusion.tn)" }
    }

    /// The model's figures, and beside them an object for each other column.
    fileprivate var json: String {
        let others = columns.dropFirst().map { "\"\($0.key)\":{\($0.figures.jsonFields)}" }
        return "{" + (["\"threshold\":\(threshold)", model.jsonFields] + others).joined(separator: ",") + "}\n"
    }
}

extension Evaluation.Figures {
    fileprivate var jsonFields: String {
        let numbers: [(String, Double)] = [
            ("precision", confusion.precision), ("recall", confusion.recall), ("f1", confusion.f1),
            ("macro_precision", confusion.macroPrecision), ("macro_recall", confusion.macroRecall),
            ("macro_f1", confusion.macroF1), ("accuracy", confusion.accuracy),
        ]
        let areas = [("pr_auc", ranking?.prArea), ("roc_auc", ranking?.rocArea)]
        let fields =
            ["\"rows\":\(confusion.total)"]
            + ["tp": confusion.tp, "fp": confusion.fp, "fn": confusion.fn, "tn": confusion.tn]
            .sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
            + numbers.map { "\"\($0.0)\":\($0.1)" } + areas.map { "\"\($0.0)\":\($0.1.map { "\($0)" } ?? "null")" }
        return fields.joined(separator: ",")
    }
}
