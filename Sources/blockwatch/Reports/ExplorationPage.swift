import Records
import Reporting
import Training

/// The report of `explore`.
struct ExplorationPage {
    private let result: ExplorationResult
    private let tables: ExplorationTables
    private let words: ExplorationWords

    init(_ result: ExplorationResult) {
        self.result = result
        tables = ExplorationTables(exploration: result.exploration, width: 160, templateWidth: .max)
        words = ExplorationWords(result: result)
    }

    private var exploration: Exploration { result.exploration }

    var page: Page {
        Page(
            title: "What the data holds", lead: words.lead,
            facts: ReportFile.facts([
                (result.logs == nil ? "sequences" : "logs", result.source.joined(separator: ", "))
            ]),
            sections: logSections + [classes, lengths, events, repeats] + [contradictions].compactMap { $0 }
                + [beginnings] + [leakage].compactMap { $0 })
    }

    private var logSections: [Section] {
        guard let logs = result.logs else { return [] }
        return LogSections(logs: logs, isLabelled: exploration.rows.labelled > 0, words: words).all
    }

    private var classes: Section {
        let rows = exploration.rows
        let bars = [("normal", rows.normal), ("abnormal", rows.abnormal), ("without a label", rows.unlabelled)]
            .filter { $0.1 > 0 }.map { BarChart.Bar($0, Double($1)) }
        return Section(
            "Classes",
            [
                .barChart(BarChart("Rows by class", caption: words.classes, bars: bars)), .table(tables.classes),
            ])
    }

    // MARK: lengths

    private var lengths: Section {
        let window = Double(Exploration.window)
        let curves = exploration.lengths.classes.map { name, figures in
            LineChart.Series(name, figures.events.curve { Double($0) }, .holdingForward)
        }
        return Section(
            "Lengths",
            note:
                "The published networks see a row's last \(Exploration.window) events; of longer rows they do not see how the "
                + "block's life began.",
            [
                .lineChart(
                    LineChart(
                        "Share of the rows that have at most so many events",
                        caption:
                            "A step is a length that many rows have: a plain write has 13 events, one that was deleted 19.",
                        x: Axis("events", .log), y: Axis("rows, %", range: 0...100), series: curves,
                        references: [.vertical("the published window, \(Exploration.window) events", x: window)])),
                .histogram(lengthHistogram), .table(tables.lengths),
            ])
    }

    /// A bin for each length, up to where all classes but their last hundredth have ended.
    private var lengthHistogram: Histogram {
        let classes = exploration.lengths.classes
        let upper = max(classes.compactMap { $0.figure.events.quantile(99) }.max() ?? 0, Exploration.window) + 5
        return Histogram(
            "How many rows have each length",
            caption:
                "Lengths up to \(upper) events. The axis of the rows is logarithmic, so that the smaller class shows.",
            x: Axis("events", range: -0.5...(Double(upper) + 0.5)), y: Axis("rows", .log),
            edges: (0...upper + 1).map { Double($0) - 0.5 },
            classes: classes.map { name, figures in
                var counts = [Int](repeating: 0, count: upper + 1)
                for (length, count) in zip(figures.events.values, figures.events.counts) where length <= upper {
                    counts[length] = count
                }
                return Histogram.Class(name, counts: counts)
            }, marks: [Histogram.Mark("window", at: Double(Exploration.window))])
    }

    // MARK: events and repeats

    private var events: Section {
        let differences = exploration.events.compactMap { figures -> BarChart.Bar? in
            guard let normal = figures.presence.normal, let abnormal = figures.presence.abnormal else { return nil }
            return BarChart.Bar(figures.event.titled(to: 36), (abnormal.share - normal.share) * 100)
        }.filter { $0.value.magnitude >= 0.05 }.sorted { $0.value > $1.value }
        let chart = BarChart(
            "What marks abnormal blocks",
            caption:
                "The share of abnormal blocks that have the event less the share of normal ones, in percentage points. To "
                + "the right: events of trouble; to the left: events that abnormal lives lack, for they end early. "
                + "Differences below 0.05 are left out.",
            bars: differences, decimals: 1)
        return Section("Events", (differences.isEmpty ? [] : [.barChart(chart)]) + [.table(tables.events)])
    }

    private var repeats: Section {
        let curves = exploration.repeats.classes.map { name, repeats in
            LineChart.Series(
                name, repeats.cumulated.enumerated().map { LineChart.Point(Double($0 + 1), $1 * 100) }, .straight)
        }
        return Section(
            "Repeats",
            note: "Where few sequences make most rows, a figure over all rows is a figure over these few.",
            [
                .lineChart(
                    LineChart(
                        "Share of the rows that the most frequent sequences make",
                        caption: "Sequences in the order of their frequency in each class.",
                        x: Axis("most frequent sequences", .log), y: Axis("rows, %", range: 0...100), series: curves)),
                .table(tables.coverage), .table(tables.mostFrequent),
            ] + [tables.mostFrequentAbnormal].compactMap { $0.map { .table($0) } })
    }

    // MARK: what can go wrong

    private var contradictions: Section? {
        guard exploration.contradictions != nil else { return nil }
        return Section(
            "Contradictory labels",
            note:
                "Rows that look the same to a classifier and have different labels: of each such group it is wrong of the "
                + "smaller class at least.",
            [.table(tables.contradictions)] + tables.contradictoryExamples.map { .table($0) })
    }

    private var beginnings: Section {
        Section("Beginnings", [.table(tables.beginnings), .paragraph(words.beginnings)])
    }

    private var leakage: Section? {
        guard let leakage = tables.leakage else { return nil }
        return Section("Leakage between the parts", note: words.leakage, [.table(leakage)])
    }
}

extension Distribution {
    /// The share that does not exceed each value, in percent, from the ground up.
    func curve(_ place: (Int) -> Double) -> [LineChart.Point] {
        let start = values.first.map { [LineChart.Point(place($0), 0)] } ?? []
        return start + cumulated.map { LineChart.Point(place($0.value), $0.share * 100) }
    }
}
