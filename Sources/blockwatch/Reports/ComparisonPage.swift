import Records
import Reporting
import Scoring
import Training

extension ComparisonResult {
    /// The report of `compare`.
    /// - Parameter closer: the system that is looked at more closely, and its figures.
    func page(closer: (title: String, evaluation: Evaluation)?, facts: [Page.Fact]) -> Page {
        let lead = rows.max { $0.confusion.f1 < $1.confusion.f1 }.map { best in
            "\(blocks.grouped) blocks, \(abnormal.grouped) of them abnormal. The best F1 of the abnormal class is "
                + "\(best.confusion.f1.text(decimals: 5)), of \(best.title): \(best.confusion.errors.grouped) errors."
        }
        return Page(
            title: "The published systems, side by side", lead: lead ?? "", facts: facts,
            sections: [table, f1] + (production.isEmpty ? [] : [paired]) + courses
                + (closer.map { one in
                    one.evaluation.details.map { section in
                        var section = section
                        section.title =
                            "\(one.title): \(section.title.prefix(1).lowercased())\(section.title.dropFirst())"
                        return section
                    }
                } ?? []))
    }

    private var table: Section {
        let best = rows.indices.max { rows[$0].confusion.f1 < rows[$1].confusion.f1 }
        return Section(
            "All systems",
            note:
                "Published figures are macro averages. Networks learnt from the part train; validation stopped them and "
                + "picked their thresholds. Opponents without a network learnt from both. Unseen: blocks whose sequence "
                + "neither part has.",
            [
                .table(
                    Table(
                        columns: [
                            .text("system"), .number("precision"), .number("recall"), .number("F1"),
                            .number("false alarms"),
                            .number("missed"), .number("F1, unseen"), .number("parameters"), .number("seconds"),
                        ], rows: rows.map { [$0.title] + $0.cells.suffix(8) }, highlighted: best,
                        caption: "The abnormal class.")),
                .table(
                    Table(
                        columns: [
                            .text("system"), .number("published precision"), .number("recall"), .number("F1"),
                            .number("accuracy"), .number("our precision"), .number("recall"), .number("F1"),
                            .number("accuracy"),
                        ], rows: rows.map { [$0.title] + $0.cells.prefix(8) }, highlighted: best,
                        caption: "Macro averages.")),
            ])
    }

    private var f1: Section {
        Section(
            "Errors",
            [
                .barChart(
                    BarChart(
                        "Blocks judged wrongly", caption: "False alarms and missed blocks of the part test.",
                        bars: rows.map { .init($0.title, Double($0.confusion.errors)) }))
            ])
    }

    private var paired: Section {
        Section(
            "production against the decision tree",
            note:
                "Whether one is better, or only happened to be. A sequence counts once however many blocks have it in "
                + "the interval by distinct sequence.",
            [
                .table(
                    Table(
                        columns: [
                            .text(""), .number("errors of its own"), .number("the tree's own"), .number("McNemar p"),
                            .number("F1 less the tree's, by block (95 %)"), .number("by distinct sequence (95 %)"),
                        ],
                        rows: zip(productionRows, production).map { row, pair in
                            [
                                row.title, pair.firstAlone.grouped, pair.secondAlone.grouped, pair.p.text(decimals: 3),
                                pair.byRow.words, pair.bySequence.words,
                            ]
                        }))
            ])
    }

    private var courses: [Section] {
        let trained = rows.filter { !$0.course.isEmpty }
        let groups = [("LSTM", "LSTM"), ("GRU", "GRU"), ("production", "seed")]
        return groups.compactMap { title, word in
            let rows = trained.filter { $0.title.contains(word) }
            guard !rows.isEmpty else { return nil }
            var section = Evaluation.course(rows.map { ($0.title, $0.course) })
            section.title = "How the trainings went: \(title)"
            return section
        }
    }
}
