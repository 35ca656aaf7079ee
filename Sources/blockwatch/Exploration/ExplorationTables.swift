import Records
import Reporting
import Training

/// What `explore` found out as tables, for the terminal and for the report.
struct ExplorationTables {
    let exploration: Exploration
    /// How long a sequence may be in characters, and a template's text.
    let width: Int
    let templateWidth: Int

    private var isLabelled: Bool { exploration.rows.labelled > 0 }
    private var hasBoth: Bool { exploration.contradictions != nil }

    private func table(_ titles: [String], _ rows: [[String]], caption: String? = nil) -> Table {
        Table(
            columns: titles.enumerated().map { $0 == 0 ? .text($1) : .number($1) }, rows: rows, caption: caption)
    }

    /// Counts as cells: of all, then by class where there are labels.
    private func cells(_ counts: ClassCounts) -> [String] {
        [counts.total.grouped] + (isLabelled ? [counts.normal.grouped, counts.abnormal.grouped] : [])
    }

    private var classTitles: [String] { isLabelled ? ["normal", "abnormal"] : [] }

    var classes: Table {
        let (rows, empty) = (exploration.rows, exploration.emptyRows)
        let counts = [
            "all": (rows.total, empty.total), "normal": (rows.normal, empty.normal),
            "abnormal": (rows.abnormal, empty.abnormal),
        ]
        var lines = exploration.repeats.named.map { name, repeats in
            let (count, empty) = counts[name] ?? (0, 0)
            return [
                name, count.grouped, Amounts.percent(count, of: rows.total), repeats.distinctSequences.grouped,
                repeats.distinctCountVectors.grouped, empty.grouped,
            ]
        }
        if isLabelled && rows.unlabelled > 0 {
            let share = Amounts.percent(rows.unlabelled, of: rows.total)
            lines.append(["without a label", rows.unlabelled.grouped, share, "", "", empty.unlabelled.grouped])
        }
        return table(["rows", "number", "share", "distinct sequences", "distinct counts", "without events"], lines)
    }

    var lengths: Table {
        table(
            ["events a row", "mean"] + Distribution.percents.map { "\($0)\u{A0}%" } + [
                "max", "over \(Exploration.window)", "share",
            ],
            exploration.lengths.named.map { name, figures in
                [name, figures.events.mean?.text(decimals: 1) ?? ""]
                    + Distribution.percents.map { figures.events.quantile($0)?.grouped ?? "" }
                    + [
                        figures.events.max?.grouped ?? "", figures.longerThanWindow.grouped,
                        Amounts.percent(figures.shareLongerThanWindow),
                    ]
            })
    }

    var events: Table {
        let names = exploration.lengths.classes.map(\.name)
        let titles =
            ["event"] + names.map { "share, \($0)" } + names.map { "mean count, \($0)" }
            + (hasBoth ? ["times as often, abnormal"] : [])
        return table(
            titles,
            exploration.events.map { figures in
                let classes = figures.presence.classes.map(\.figure)
                var cells = [figures.event.titled(to: templateWidth)]
                cells += classes.map { Amounts.percent($0.share) }
                cells += classes.map { $0.meanCount.text(decimals: 3) }
                return hasBoth ? cells + [Self.times(figures)] : cells
            })
    }

    private static func times(_ figures: EventFigures) -> String {
        guard let times = figures.timesMoreOftenInAbnormal else { return "only abnormal" }
        return times == 0 ? "only normal" : times.text(decimals: times >= 100 ? 0 : 2)
    }

    var coverage: Table {
        let sizes = exploration.repeats.all.mostFrequent.map(\.sequences)
        return table(
            ["share of the rows in the most frequent"] + sizes.map { "top \($0.grouped)" },
            exploration.repeats.named.map { name, repeats in
                [name] + repeats.mostFrequent.map { Amounts.percent($0.share) }
            })
    }

    var mostFrequent: Table {
        table(
            ["the most frequent sequences", "rows", "share"] + classTitles,
            exploration.mostFrequent.map { sequence in
                var cells = cells(sequence.rows)
                cells.insert(Amounts.percent(sequence.rows.total, of: exploration.rows.total), at: 1)
                return [sequence.events.folded(to: width)] + cells
            })
    }

    /// Nil where no row is abnormal.
    var mostFrequentAbnormal: Table? {
        guard !exploration.mostFrequentAbnormal.isEmpty else { return nil }
        return table(
            ["the most frequent abnormal sequences", "abnormal", "share", "normal"],
            exploration.mostFrequentAbnormal.map { sequence in
                [
                    sequence.events.folded(to: width), sequence.rows.abnormal.grouped,
                    Amounts.percent(sequence.rows.abnormal, of: exploration.rows.abnormal),
                    sequence.rows.normal.grouped,
                ]
            })
    }

    var contradictions: Table {
        table(
            ["what a classifier sees", "with both labels", "their rows", "unavoidable errors"],
            (exploration.contradictions ?? []).map {
                [$0.view.words, $0.contradictory.grouped, $0.rows.grouped, $0.unavoidableErrors.grouped]
            })
    }

    /// Of each view that has some.
    var contradictoryExamples: [Table] {
        (exploration.contradictions ?? []).filter { !$0.examples.isEmpty }.map { view in
            table(
                [view.view.words, "normal", "abnormal"],
                view.examples.map { [$0.events.folded(to: width + 32), $0.normal.grouped, $0.abnormal.grouped] })
        }
    }

    var beginnings: Table {
        table(
            ["first event", "rows", "share"] + classTitles,
            exploration.beginnings.first.map { first in
                var cells = cells(first.rows)
                cells.insert(Amounts.percent(first.rows.total, of: exploration.rows.total), at: 1)
                return [first.event.titled(to: templateWidth)] + cells
            })
    }

    /// A line for all rows of each part and one for its abnormal ones; nil where there is no split.
    var leakage: Table? {
        guard let leakage = exploration.leakage else { return nil }
        let hasTrain = leakage.parts.contains { $0.alsoInTrain != nil }
        func line(_ name: String, _ part: Leakage.Part, _ of: (ClassCounts) -> Int) -> [String] {
            let counts = (hasTrain ? [part.alsoInTrain] : []) + [part.alsoInOthers, part.inNoOther]
            let cells = counts.flatMap { counts -> [String] in
                guard let counts else { return ["", ""] }
                return [of(counts).grouped, Amounts.percent(of(counts), of: of(part.rows))]
            }
            return [name, of(part.rows).grouped] + cells
        }
        let titles = ["part", "rows"] + (hasTrain ? ["in train, too", "share"] : [])
        return table(
            titles + ["in any other part", "share", "in no other part", "share"],
            leakage.parts.flatMap { part in
                [line(part.name, part) { $0.total }]
                    + (isLabelled ? [line("\(part.name), abnormal", part) { $0.abnormal }] : [])
            })
    }
}

extension Contradictions.View {
    var words: String {
        switch self {
        case .sequence: "the whole sequence"
        case .counts: "how often each event occurs"
        case .window: "the last \(Exploration.window) events"
        }
    }
}
