import Records

@testable import Reporting

/// Whatever a report's texts and numbers are, its markup is the one that we meant.
enum PageTarget: FuzzTarget {
    static func seeds() -> [[UInt8]] {
        let texts = [
            "</script><script>x", "\"\u{301} onload=\"x", "' x='", "{{title}}{{{x}}}", "\u{202E}\0\u{1B}[m", "<!--",
            "]]>", "&lt;",
        ]
        return (0..<8).map { kind in
            [UInt8(kind), 3] + texts.flatMap { $0.asPiece + [UInt8(kind), 7, 2, 1, 0x7F, 0xF0, 9] }
        }
    }

    static let words = [
        "<", ">", "\"", "'", "&", "{{", "}}", "{{{", "{{#", "{{/", "{{%", "</title>", "<svg/onload=x>", "\u{338}",
    ]

    static func run(_ input: FuzzInput) throws {
        var input = input
        var contents: [Content] = []
        let count = 1 + input.index(below: 4)
        for _ in 0..<count { contents.append(content(&input)) }
        let page = Page(
            title: input.text(), lead: input.text(), facts: [.init(input.text(), input.text())],
            sections: [Section(input.text(), note: input.text(), contents), Section("b", [])])
        var markup = Markup(try page.html())
        markup.check()
    }

    private static func content(_ input: inout FuzzInput) -> Content {
        switch input.index(below: 8) {
        case 0: return .paragraph(input.text())
        case 1:
            let columns = input.flag() ? [Table.Column.number(input.text())] : []
            let rows = (0..<input.index(below: 4)).map { _ in [input.text(), input.text()] }
            return .table(
                Table(columns: [.text(input.text())] + columns, rows: rows, highlighted: 1, caption: input.text()))
        case 2: return .lineChart(lineChart(&input))
        case 3: return .histogram(histogram(&input))
        case 4:
            return .barChart(
                BarChart(
                    input.text(), caption: input.text(), bars: list(&input) { .init($0.text(), $0.double()) },
                    decimals: Int(input.byte()) - 5))
        case 5: return .heatMap(heatMap(&input))
        case 6:
            return .sequences(
                SequenceList(
                    list(&input) { input in
                        .init(
                            id: input.text(), actual: input.text(), said: input.text(), score: input.double(),
                            events: list(&input) { .init(name: $0.text(), text: $0.text()) })
                    }, decimals: Int(input.byte()) - 5))
        default:
            var confusion = Confusion()
            (confusion.tp, confusion.fp) = (input.index(below: 9), input.index(below: 9))
            return .confusion(ConfusionTable(confusion, unit: input.text(), caption: input.text()))
        }
    }

    private static func list<T>(_ input: inout FuzzInput, _ body: (inout FuzzInput) -> T) -> [T] {
        (0..<input.index(below: 8)).map { _ in body(&input) }
    }

    private static func axis(_ input: inout FuzzInput) -> Axis {
        let range: ClosedRange<Double>?
        let (a, b) = (input.double(), input.double())
        range = input.flag() && a <= b ? a...b : nil
        return Axis(input.text(), input.flag() ? .log : .linear, range: range)
    }

    private static func lineChart(_ input: inout FuzzInput) -> LineChart {
        let series = list(&input) { input in
            LineChart.Series(
                input.text(), list(&input) { LineChart.Point($0.double(), $0.double()) },
                input.pick([.straight, .holdingForward, .holdingBackward]))
        }
        return LineChart(
            input.text(), caption: input.text(), x: axis(&input), y: axis(&input), series: series,
            marks: list(&input) { .init($0.text(), at: .init($0.double(), $0.double())) },
            references: list(&input) { input in
                switch input.index(below: 3) {
                case 0: .diagonal(input.text())
                case 1: .horizontal(input.text(), y: input.double())
                default: .vertical(input.text(), x: input.double())
                }
            })
    }

    private static func histogram(_ input: inout FuzzInput) -> Histogram {
        Histogram(
            input.text(), caption: input.text(), x: axis(&input), y: axis(&input),
            values: list(&input) { input in (input.text(), list(&input) { $0.double() }) },
            bins: input.index(below: 50),
            marks: list(&input) { .init($0.text(), at: $0.double()) })
    }

    private static func heatMap(_ input: inout FuzzInput) -> HeatMap {
        let (a, b) = (input.double(), input.double())
        return HeatMap(
            input.text(), caption: input.text(), rowTitle: input.text(), rows: list(&input) { $0.text() },
            columnTitle: input.text(), columns: list(&input) { $0.text() },
            values: list(&input) { input in list(&input) { $0.double() } }, scale: input.flag() && a <= b ? a...b : nil,
            best: .init(row: input.index(below: 4), column: input.index(below: 4)), decimals: Int(input.byte()) - 5)
    }
}
