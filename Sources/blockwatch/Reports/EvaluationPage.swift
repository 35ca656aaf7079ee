import Records
import Reporting
import Scoring
import Training

extension Evaluation {
    /// The report of `evaluate`.
    func page(of model: Model, facts: [Page.Fact]) -> Page {
        let confusion = self.model.confusion
        let lead =
            "\(model.name) finds \(confusion.tp.grouped) of \((confusion.tp + confusion.fn).grouped) abnormal blocks "
            + "(recall \(confusion.recall.text(decimals: 5))) and raises \(confusion.fp.grouped) false alarms "
            + "(precision \(confusion.precision.text(decimals: 5))): F1 \(confusion.f1.text(decimals: 5))."
        let course = model.course.isEmpty ? [] : [Self.course([(model.name, model.course)])]
        return Page(
            title: "How \(model.name) judges blocks", lead: lead, facts: facts,
            sections: [figures(of: model)] + course + details)
    }

    /// All but the figures themselves.
    var details: [Section] { [curves, scores, lengths, calibration, mistakes] }

    private func figures(of model: Model) -> Section {
        func row(_ title: String, _ value: (Figures) -> String) -> [String] {
            [title] + columns.map { value($0.figures) }
        }
        func fraction(_ title: String, _ value: (Figures) -> Double?) -> [String] {
            row(title) { value($0)?.text(decimals: 5) ?? "" }
        }
        return Section(
            "The result",
            note: "Abnormal is the positive class, from a score of \(threshold) on"
                + (model.notes["threshold_reason"].map { " (\($0))." } ?? "."),
            [
                .confusion(ConfusionTable(self.model.confusion)),
                .table(
                    Table(
                        columns: [.text("")] + columns.map { .number($0.title) },
                        rows: [
                            row("blocks") { $0.confusion.total.grouped },
                            row("abnormal") { ($0.confusion.tp + $0.confusion.fn).grouped },
                            fraction("F1, abnormal") { $0.confusion.f1 },
                            fraction("precision, abnormal") { $0.confusion.precision },
                            fraction("recall, abnormal") { $0.confusion.recall },
                            fraction("F1, macro") { $0.confusion.macroF1 },
                            fraction("accuracy") { $0.confusion.accuracy },
                            fraction("area under PR") { $0.ranking?.prArea },
                            fraction("area under ROC") { $0.ranking?.rocArea },
                            row("false alarms") { $0.confusion.fp.grouped },
                            row("missed") { $0.confusion.fn.grouped },
                        ], caption: columns.count > 1 ? "Unseen: blocks whose sequence no other part has." : nil)),
            ])
    }

    /// Loss by epoch: of one training both losses, of several the one on validation.
    static func course(_ courses: [(name: String, course: [TrainingProgress])]) -> Section {
        func points(_ course: [TrainingProgress], _ value: (TrainingProgress) -> Double?) -> [LineChart.Point] {
            course.compactMap { one in value(one).map { .init(Double(one.epoch), $0) } }
        }
        var series: [LineChart.Series] = []
        var marks: [LineChart.Mark] = []
        for (name, course) in courses {
            let training = points(course) { $0.trainingLoss }
            let validation = points(course) { $0.validationLoss }
            if courses.count > 1 {
                series.append(.init(name, validation.isEmpty ? training : validation))
                continue
            }
            series.append(.init("training", training))
            if !validation.isEmpty { series.append(.init("validation", validation)) }
            if let kept = course.last(where: \.isBest) {
                marks = [
                    .init(
                        "kept: epoch \(kept.epoch)",
                        at: .init(Double(kept.epoch), kept.validationLoss ?? kept.trainingLoss))
                ]
            }
        }
        return Section(
            "How the training went",
            [
                .lineChart(
                    LineChart(
                        courses.count == 1 ? "Loss by epoch" : "Validation loss by epoch",
                        caption: "The weighted mean cross-entropy"
                            + (courses.contains { $0.course.contains { $0.validationLoss != nil } }
                                ? "; the epoch with the smallest on validation is kept." : "; the last epoch is kept."),
                        x: Axis("epoch"), y: Axis("loss", .log), series: series, marks: marks))
            ])
    }

    private var points: [OperatingPoint] {
        OperatingPoint.all(scored.map { ($0.score, $0.row.isAbnormal == true) })
    }

    private var curves: Section {
        let points = self.points
        let confusion = model.confusion
        func falseShare(_ confusion: Confusion) -> Double {
            Double(confusion.fp) / Double(max(1, confusion.fp + confusion.tn))
        }
        return Section(
            "At other thresholds", note: "Each point of the curves is a threshold.",
            [
                .lineChart(
                    LineChart(
                        "Precision over recall",
                        caption:
                            "Area \(model.ranking?.prArea?.text(decimals: 5) ?? "n/a"). The upper right corner is a "
                            + "model without an error.",
                        x: Axis("recall", range: 0...1), y: Axis("precision", range: 0...1),
                        series: [
                            .init(
                                "model",
                                points.filter { $0.confusion.tp > 0 }.map {
                                    .init($0.confusion.recall, $0.confusion.precision)
                                }, .holdingBackward)
                        ],
                        marks: [.init("working point", at: .init(confusion.recall, confusion.precision))])),
                .lineChart(
                    LineChart(
                        "Receiver operating characteristic",
                        caption:
                            "Area \(model.ranking?.rocArea?.text(decimals: 5) ?? "n/a"). The share of normal blocks "
                            + "that raise a false alarm is on a logarithmic axis, for there are so many of them.",
                        x: Axis("false alarms, share of normal blocks", .log), y: Axis("recall", range: 0...1),
                        series: [
                            .init(
                                "model",
                                points.filter { $0.confusion.fp > 0 }.map {
                                    .init(falseShare($0.confusion), $0.confusion.recall)
                                }, .holdingForward)
                        ],
                        // No false alarm has no place on a logarithmic axis: half of one has.
                        marks: [
                            .init(
                                confusion.fp > 0 ? "working point" : "working point: no false alarm",
                                at: .init(
                                    max(falseShare(confusion), 0.5 / Double(max(1, confusion.fp + confusion.tn))),
                                    confusion.recall))
                        ])),
            ])
    }

    private var scores: Section {
        func values(_ isAbnormal: Bool) -> [Double] {
            scored.filter { $0.row.isAbnormal == isAbnormal }.map { Double($0.score) }
        }
        return Section(
            "Scores by class", note: "How far apart the model holds the two.",
            [
                .histogram(
                    Histogram(
                        "Scores", caption: "Blocks by score; the number of blocks is on a logarithmic axis.",
                        x: Axis("score", range: 0...1), y: Axis("blocks", .log),
                        values: [("normal", values(false)), ("abnormal", values(true))], bins: 40,
                        marks: [.init("threshold", at: Double(threshold))]))
            ])
    }

    private var lengths: Section {
        Section(
            "Lengths by class", note: "How many events blocks have.", [.lineChart(Self.lengthCurve(scored.map(\.row)))])
    }

    /// Which share of each class has at most so many events.
    static func lengthCurve(_ rows: [SequenceRow]) -> LineChart {
        func series(_ name: String, _ isAbnormal: Bool) -> LineChart.Series {
            let lengths = rows.filter { $0.isAbnormal == isAbnormal }.map(\.events.count).sorted()
            var points: [LineChart.Point] = []
            for (index, length) in lengths.enumerated() where index + 1 == lengths.count || lengths[index + 1] > length
            {
                points.append(.init(Double(max(1, length)), Double(index + 1) / Double(lengths.count)))
            }
            return .init(name, points, .holdingForward)
        }
        return LineChart(
            "Share of blocks up to a length", caption: "The length is on a logarithmic axis.",
            x: Axis("events", .log), y: Axis("share of the class", range: 0...1),
            series: [series("normal", false), series("abnormal", true)])
    }

    private var calibration: Section {
        let reliability = Reliability(scored.map { ($0.score, $0.row.isAbnormal == true) })
        return Section(
            "Scores as chances",
            note:
                "Of blocks with a score of 0.9, nine in ten should be abnormal. Bins between the ends hold few blocks.",
            [
                .lineChart(
                    LineChart(
                        "Reliability",
                        caption: "Ten bins of scores; mean distance from the diagonal, weighted by blocks: "
                            + "\(reliability.error.text(decimals: 5)).",
                        x: Axis("mean score", range: 0...1), y: Axis("share that is abnormal", range: 0...1),
                        series: [.init("model", reliability.bins.map { .init($0.meanScore, $0.abnormalShare) })],
                        references: [.diagonal("as it should be")])),
                .table(
                    Table(
                        columns: [.number("mean score"), .number("abnormal"), .number("blocks")],
                        rows: reliability.bins.map {
                            [$0.meanScore.text(decimals: 4), $0.abnormalShare.text(decimals: 4), $0.rows.grouped]
                        })),
            ])
    }

    /// The sequences that the model is most wrong about, each once.
    private var mistakes: Section {
        struct Mistake {
            var row: SequenceRow
            var score: Float
            var blocks: Int
        }
        func worst(_ isAbnormal: Bool) -> [Mistake] {
            var known: [[EventKind]: Int] = [:]
            var list: [Mistake] = []
            for (row, score) in scored where row.isAbnormal == isAbnormal && (score >= threshold) != isAbnormal {
                if let index = known[row.events] {
                    list[index].blocks += 1
                } else {
                    known[row.events] = list.count
                    list.append(Mistake(row: row, score: score, blocks: 1))
                }
            }
            return Array(list.sorted { isAbnormal ? $0.score < $1.score : $0.score > $1.score }.prefix(10))
        }
        func entries(_ list: [Mistake]) -> SequenceList {
            SequenceList(
                list.map { one in
                    .init(
                        id: one.row.id + (one.blocks > 1 ? " and \(one.blocks - 1) more like it" : ""),
                        actual: one.row.isAbnormal == true ? "abnormal" : "normal",
                        said: one.score >= threshold ? "abnormal" : "normal", score: Double(one.score),
                        events: one.row.events.map { .init($0) })
                })
        }
        return Section(
            "The worst mistakes", note: "At most ten of each kind, the most certain first.",
            [
                .paragraph("False alarms:"), .sequences(entries(worst(false))),
                .paragraph("Missed:"), .sequences(entries(worst(true))),
            ])
    }
}
