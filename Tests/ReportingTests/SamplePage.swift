import Foundation
import Records
import Reporting

/// A page with every kind of content, and texts that mean harm.
enum SamplePage {
    /// What a file name, a block's id or a log line could be.
    static let nasty = [
        "</script><script>document.title='broken'</script>", "<img src=x onerror=\"document.title='broken'\">",
        "\"\u{301} onmouseover=\"document.title='broken'", "' onfocus='x' autofocus='", "</style></title><b>",
        "\u{202E}gnp.exe", "nul\u{0}here", "\u{1B}[31mred\u{1B}[0m", "{{title}} {{{style}}}", "&lt;b&gt; &amp;amp;",
        "zero\u{200B}width", "\u{2066}isolated", "line\nbreak\r\n", String(repeating: "long", count: 60),
    ]

    static var page: Page {
        Page(
            title: "How gru-32 finds abnormal blocks",
            lead: "On 96,323 blocks that it was not trained on, the model misses 15 of 2,901 abnormal ones "
                + "and raises 88 false alarms.",
            facts: [
                .init("data set", "HDFS_v1, published split, part test"), .init("seed", "1"),
                .init("command", "blockwatch evaluate --model etc/blockwatch.safetensors --part test"),
                .init("made", "2026-11-25 21:30 UTC"),
            ],
            sections: [
                Section(
                    "The result", note: "Abnormal is the positive class.",
                    [
                        .paragraph("The working point is the shipped threshold; it was chosen on the part validation."),
                        .confusion(confusion), .table(models),
                    ]),
                Section("The curves", [.lineChart(precisionRecall), .lineChart(roc)]),
                Section("The scores", [.histogram(scores), .lineChart(waiting)]),
                Section("The training", [.lineChart(loss)]),
                Section("The settings", [.heatMap(grid), .barChart(weights)]),
                Section("The mistakes", note: "Sequences by the published templates.", [.sequences(mistakes)]),
                Section(
                    "Without values",
                    [
                        .table(Table(columns: [.text("name"), .number("value")], rows: [])),
                        .lineChart(
                            LineChart(
                                "An empty chart", caption: "There is nothing.", x: Axis("x"), y: Axis("y", .log),
                                series: [])),
                        .sequences(SequenceList([])), .barChart(BarChart("No bars", caption: "None.", bars: [])),
                    ]),
                Section("Hostile text " + nasty[0], note: nasty[2], hostile),
            ])
    }

    static var confusion: ConfusionTable {
        var confusion = Confusion()
        (confusion.tp, confusion.fp, confusion.fn, confusion.tn) = (2886, 88, 15, 93334)
        return ConfusionTable(confusion)
    }

    static var models: Table {
        Table(
            columns: [
                .text("Model"), .number("Parameters"), .number("Precision"), .number("Recall"), .number("F1"),
                .number("ROC area"), .number("PR area"), .number("Misses"), .number("False alarms"),
            ],
            rows: [
                ["count look-up", "0", "0.9681", "0.9814", "0.9747", "–", "–", "54", "94"],
                ["gru-32", "7,233", "0.9704", "0.9948", "0.9825", "0.99991", "0.9987", "15", "88"],
                ["lstm-64", "27,777", "0.9699", "0.9938", "0.9817", "0.99988", "0.9984", "18", "90"],
            ], highlighted: 1, caption: "Three models on the part test, the shipped one marked.")
    }

    /// A hundred thousand points, as a real data set gives them.
    static var roc: LineChart {
        let points = (0...100_000).map { index in
            let x = Double(index) / 100_000
            return LineChart.Point(x, pow(x, 0.06))
        }
        let other = points.map { LineChart.Point($0.x, pow($0.x, 0.25)) }
        return LineChart(
            "Receiver operating characteristic",
            caption: "How many abnormal blocks are found for how many false alarms.",
            x: Axis("false positive rate", range: 0...1), y: Axis("true positive rate", range: 0...1),
            series: [.init("gru-32", points), .init("count look-up", other)],
            marks: [.init("working point", at: .init(0.02, pow(0.02, 0.06)))],
            references: [.diagonal("by chance")])
    }

    static var precisionRecall: LineChart {
        let points = (0...200).map { LineChart.Point(Double($0) / 200, 1 - pow(Double($0) / 200, 30) * 0.5) }
        let lstm = (0...40).map { LineChart.Point(Double($0) / 40, 0.98 - pow(Double($0) / 40, 18) * 0.6) }
        return LineChart(
            "Precision over recall", caption: "How much can be found before false alarms set in.",
            x: Axis("recall", range: 0...1), y: Axis("precision", range: 0...1),
            series: [.init("gru-32", points, .holdingBackward), .init("lstm-64", lstm, .holdingBackward)],
            marks: [.init("threshold 0.5", at: points[190]), .init("threshold 0.9", at: points[180])])
    }

    static var scores: Histogram {
        var random = RandomSource(seed: 1)
        func draw(_ count: Int, _ power: Double) -> [Double] {
            (0..<count).map { _ in pow(Double.random(in: 0..<1, using: &random), power) }
        }
        return Histogram(
            "Scores by class",
            caption: "Normal blocks lie at the left, abnormal ones at the right; what is between is hard.",
            x: Axis("score", range: 0...1), y: Axis("blocks (log scale)", .log),
            values: [("normal", draw(30_000, 9)), ("abnormal", draw(900, 0.12))], marks: [.init("threshold", at: 0.5)])
    }

    static var waiting: LineChart {
        let steps = (0...60).map { LineChart.Point(pow(10, Double($0) / 15), 1 - exp(-Double($0) / 12)) }
        return LineChart(
            "Time to the alert", caption: "Share of abnormal blocks that were named after so many seconds.",
            x: Axis("seconds (log scale)", .log), y: Axis("share", range: 0...1),
            series: [.init("gru-32", steps, .holdingForward)], references: [.vertical("silence", x: 600)])
    }

    static var loss: LineChart {
        let names = [
            "seed 1, training", "seed 1, validation", "seed 2, training", "seed 2, validation", "seed 3", "seed 4",
            "seed 5",
        ]
        func series(_ index: Int) -> LineChart.Series {
            let (exponent, floor) = (-1 - Double(index) / 8, 0.002 * Double(index + 1))
            let points = (1...20).map { epoch in
                LineChart.Point(Double(epoch), 0.3 * pow(Double(epoch), exponent) + floor)
            }
            return LineChart.Series(names[index], points)
        }
        return LineChart(
            "Loss by epoch", caption: "After ten epochs the validation loss no longer falls.", x: Axis("epoch"),
            y: Axis("cross entropy (log scale)", .log), series: names.indices.map(series))
    }

    static var grid: HeatMap {
        func f1(_ row: Int, _ column: Int) -> Double {
            let distance = (row - 2) * (row - 2) + (column - 3) * (column - 3)
            return 0.982 - 0.01 * Double(distance)
        }
        return HeatMap(
            "F1 by width and learning rate", caption: "The star marks the best cell, which was taken.",
            rowTitle: "width", rows: ["8", "16", "32", "64", "128"], columnTitle: "learning rate",
            columns: ["0.0003", "0.001", "0.003", "0.01", "0.03", "0.1"],
            values: (0..<5).map { row in (0..<6).map { f1(row, $0) } },
            best: .init(row: 2, column: 3))
    }

    static var weights: BarChart {
        BarChart(
            "Events that raise the score", caption: "The mean change of the logit at each event.",
            bars: [
                .init("E7, writeBlock received exception", 4.31), .init("E20, unexpected error deleting block", 3.9),
                .init("E28, addStoredBlock on a node without the file", 1.2), .init("E26, blockMap updated", -0.8),
                .init("E5, receiving block", -0.05), .init("not a number", .nan),
            ], decimals: 2)
    }

    static var mistakes: SequenceList {
        let kinds = [5, 22, 5, 5, 11, 9, 11, 9, 11, 9, 26, 26, 26, 23, 23, 23, 21, 21, 20].map {
            SequenceList.Event(.e($0))
        }
        return SequenceList([
            .init(id: "blk_-1608999687919862906", actual: "abnormal", said: "normal", score: 0.0312, events: kinds),
            .init(
                id: "blk_7503483334202473044", actual: "normal", said: "abnormal", score: 0.9871,
                events: Array(kinds.prefix(10)) + [.init(.unknown)]),
        ])
    }

    /// Every place that takes text, with text that means harm.
    static var hostile: [Content] {
        let texts = nasty
        let evil = texts.joined(separator: " ")
        let points = texts.indices.map { LineChart.Point(Double($0), Double($0 * $0)) }
        return texts.map(Content.paragraph) + [
            .table(Table(columns: [.text(texts[1]), .number(evil)], rows: texts.map { [$0, $0] }, caption: evil)),
            .lineChart(
                LineChart(
                    evil, caption: evil, x: Axis(evil), y: Axis(evil),
                    series: texts.map { .init($0, points + [.init(.nan, 1), .init(1, .infinity)]) },
                    marks: zip(texts, points).map { .init($0, at: $1) }, references: [.horizontal(evil, y: 50)])),
            .histogram(
                Histogram(
                    evil, caption: evil, x: Axis(evil), y: Axis(evil), values: texts.map { ($0, [1, 2, 2, .nan]) },
                    marks: texts.map { .init($0, at: 1.5) })),
            .barChart(BarChart(evil, caption: evil, bars: texts.map { .init($0, 1) })),
            .heatMap(
                HeatMap(
                    evil, caption: evil, rowTitle: texts[0], rows: texts, columnTitle: texts[1], columns: texts,
                    values: texts.map { _ in texts.map { _ in .nan } })),
            .confusion(ConfusionTable(Confusion(), unit: evil, caption: evil)),
            .sequences(
                SequenceList(
                    texts.map {
                        .init(id: $0, actual: $0, said: $0, score: .nan, events: [.init(name: $0, text: $0)])
                    })),
        ]
    }
}
