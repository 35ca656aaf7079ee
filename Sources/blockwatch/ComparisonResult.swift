import Records
import Reporting
import Training

/// What `compare` found out, as a table and as JSON.
struct ComparisonResult {
    var rows: [ComparisonRow]
    /// Of each seed of production, against the decision tree.
    var production: [PairedComparison]
    /// Of the part test.
    var blocks: Int
    var abnormal: Int

    var text: String {
        var table = PlainTable(titles: [
            "system", "published\nprecision", "\nrecall", "\nF1", "\naccuracy", "ours, macro\nprecision", "\nrecall",
            "\nF1", "\naccuracy", "abnormal\nprecision", "\nrecall", "\nF1", "errors\nFP", "\nFN", "unseen\nF1",
            "\nparameters", "\nseconds",
        ])
        for row in rows { table.add([row.title] + row.cells) }
        return "\(blocks) blocks of the part test, \(abnormal) abnormal\n\n" + table.text + summary
    }

    var productionRows: [ComparisonRow] { rows.filter { $0.title.hasPrefix("production") } }

    private var summary: String {
        let production = productionRows
        guard let worst = production.min(by: { $0.confusion.f1 < $1.confusion.f1 }) else { return "" }
        func mean(_ value: (ComparisonRow) -> Double) -> String {
            (production.reduce(0) { $0 + value($1) } / Double(production.count)).text(decimals: 5)
        }
        var lines = [
            "production, \(production.count) seeds: F1 \(mean { $0.confusion.f1 }) in the mean, "
                + "\(worst.confusion.f1.text(decimals: 5)) at worst; on unseen sequences "
                + "\(mean { $0.unseen.f1 }) in the mean, "
                + "\((production.map(\.unseen.f1).min() ?? 0).text(decimals: 5)) at worst; errors \(mean { Double($0.confusion.errors) })"
        ]
        for (row, pair) in zip(production, self.production) {
            lines.append(
                "\(row.title) against the decision tree: \(pair.firstAlone) errors of its own, the tree "
                    + "\(pair.secondAlone) (McNemar p = \(pair.p.text(decimals: 3))); F1 less the tree's, 95 %: "
                    + "\(pair.byRow.words) by block, \(pair.bySequence.words) by distinct sequence")
        }
        return "\n" + lines.joined(separator: "\n") + "\n"
    }

    var json: String {
        let rows = self.rows.map(\.json).joined(separator: ",")
        let pairs = production.map { pair in
            "{\"errors_alone\":\(pair.firstAlone),\"tree_errors_alone\":\(pair.secondAlone),\"mcnemar_p\":\(pair.p),"
                + "\"f1_difference_by_block\":[\(pair.byRow.low),\(pair.byRow.high)],"
                + "\"f1_difference_by_sequence\":[\(pair.bySequence.low),\(pair.bySequence.high)]}"
        }
        return "{\"blocks\":\(blocks),\"abnormal\":\(abnormal),\"systems\":[\(rows)],"
            + "\"production_against_decision_tree\":[\(pairs.joined(separator: ","))]}"
    }
}

extension PairedComparison.Interval {
    var words: String { "\(low.text(decimals: 5)) to \(high.text(decimals: 5))" }
}

extension ComparisonRow {
    /// As in the table, behind the title.
    var cells: [String] {
        func averages(_ confusion: Confusion?) -> [String] {
            guard let confusion else { return ["", "", "", ""] }
            return [confusion.macroPrecision, confusion.macroRecall, confusion.macroF1, confusion.accuracy].map {
                $0.text(decimals: 5)
            }
        }
        return averages(published) + averages(confusion)
            + [confusion.precision, confusion.recall, confusion.f1].map { $0.text(decimals: 5) }
            + ["\(confusion.fp)", "\(confusion.fn)", unseen.f1.text(decimals: 5)]
            + [parameters.map { "\($0)" } ?? "", seconds.map { $0.text(decimals: 0) } ?? ""]
    }

    fileprivate var json: String {
        func figures(_ confusion: Confusion) -> String {
            "{\"macro_precision\":\(confusion.macroPrecision),\"macro_recall\":\(confusion.macroRecall),"
                + "\"macro_f1\":\(confusion.macroF1),\"accuracy\":\(confusion.accuracy),"
                + "\"precision\":\(confusion.precision),\"recall\":\(confusion.recall),\"f1\":\(confusion.f1),"
                + "\"tp\":\(confusion.tp),\"fp\":\(confusion.fp),\"fn\":\(confusion.fn),\"tn\":\(confusion.tn)}"
        }
        let fields: [(String, String?)] = [
            ("system", "\"\(title)\""), ("published", published.map(figures)), ("measured", figures(confusion)),
            ("unseen", figures(unseen)), ("parameters", parameters.map { "\($0)" }),
            ("seconds", seconds.map { "\($0)" }), ("epochs", course.isEmpty ? nil : "\(course.count)"),
        ]
        return "{" + fields.map { "\"\($0.0)\":\($0.1 ?? "null")" }.joined(separator: ",") + "}"
    }
}
