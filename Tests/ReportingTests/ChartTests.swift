import Records
import Testing

@testable import Reporting

struct ChartTests {
    private func chart(_ points: [LineChart.Point], _ progression: Axis.Progression = .linear) -> LineChart {
        LineChart(
            "t", caption: "c", x: Axis("x", progression), y: Axis("y", progression), series: [.init("s", points)],
            marks: points.map { .init("m", at: $0) })
    }

    private static let awkward: [[(Double, Double)]] = [
        [], [(1, 1)], [(0, 3), (1, 3), (2, 3)], [(.nan, .nan)], [(1, .infinity), (2, 2)], [(0, 0), (-1, -1)],
        [(-1e308, 1e308), (1e308, -1e308)],
    ]

    @Test(arguments: awkward)
    func lineChartsSurvive(_ values: [(Double, Double)]) throws {
        let points = values.map { LineChart.Point($0.0, $0.1) }
        for progression in [Axis.Progression.linear, .log] {
            let markup = try chart(points, progression).markup()
            #expect(!markup.contains("nan") && !markup.contains("inf"))
        }
    }

    @Test func saysThatThereAreNoValues() throws {
        #expect(try chart([.init(.nan, 1)]).markup().contains("no values to show"))
        #expect(try !chart([.init(1, 1)]).markup().contains("no values to show"))
    }

    @Test func manyPointsMakeASmallPage() throws {
        let points = (0..<100_000).map { LineChart.Point(Double($0), Double(($0 * 7919) % 1000)) }
        let chart = LineChart("t", caption: "c", x: Axis("x"), y: Axis("y"), series: [.init("s", points)])
        #expect(try chart.markup().utf8.count < 25_000)
    }

    @Test func histogramsCountIntoBins() {
        let histogram = Histogram(
            "t", caption: "c", x: Axis("x", range: 0...1), y: Axis("y", .log),
            values: [("a", [0, 0.1, 0.5, 1, 2, -1, .nan]), ("b", [])], bins: 2)
        #expect(histogram.edges == [0, 0.5, 1])
        #expect(histogram.classes.map(\.counts) == [[2, 2], [0, 0]])
    }

    @Test(arguments: [[], [0], [1], [5, 0, 5], [1, 2, 3, 4, 5, 6]])
    func histogramsSurvive(_ counts: [Int]) throws {
        for edges in [[], [0.0], [0, 1], [0, 1, 2, 3], [0, .nan, .infinity]] {
            for progression in [Axis.Progression.linear, .log] {
                let markup = try Histogram(
                    "t", caption: "c", x: Axis("x"), y: Axis("y", progression), edges: edges,
                    classes: [.init("a", counts: counts)]
                ).markup()
                #expect(!markup.contains("nan") && !markup.contains("inf"))
            }
        }
    }

    @Test func shadesGoFromLeastToGreatest() {
        #expect([0, 0.5, 1].map { HeatMap.shade($0, least: 0, greatest: 1) } == [0, 4, 8])
        #expect(HeatMap.shade(3, least: 3, greatest: 3) == 4)
        #expect(HeatMap.shade(1e308, least: -1e308, greatest: 1e308) == 8)
    }

    @Test func heatMapsAreFilledUp() throws {
        let markup = try HeatMap(
            "t", caption: "c", rowTitle: "r", rows: ["1", "2"], columnTitle: "k", columns: ["a", "b"],
            values: [[1], [.nan, 2, 3]], best: .init(row: 1, column: 1), decimals: 1
        ).markup()
        #expect(markup.contains("<td class=\"h0\">1.0</td><td class=\"blank\">–</td>"))
        #expect(markup.contains("★ 2.0"))
    }

    @Test func barsReachFromZero() throws {
        let markup = try BarChart(
            "t", caption: "c", bars: [.init("up", 3), .init("down", -1), .init("none", .nan)]
        ).markup()
        #expect(markup.contains("x=\"25%\" y=\"15%\" width=\"75%\""))
        #expect(markup.contains("x=\"0%\" y=\"15%\" width=\"25%\""))
        #expect(markup.contains("n/a"))
    }

    @Test func tablesAreFilledUp() throws {
        let markup = try Table(
            columns: [.text("a"), .number("b")], rows: [["1"], ["1", "2", "3"]], highlighted: 1
        ).markup()
        #expect(markup.contains("<tr><td class=\"short\">1</td><td class=\"number\"></td></tr>"))
        #expect(markup.contains("<tr class=\"highlighted\"><td class=\"short\">1</td><td class=\"number\">2</td></tr>"))
    }

    @Test func confusionIsToldInWords() throws {
        #expect(
            try SamplePage.confusion.markup().contains(
                "Of 2,901 abnormal blocks 2,886 were found (recall 99.48 %). Of 2,974 that were called abnormal 2,886 were"
            ))
        #expect(try ConfusionTable(Confusion()).markup().contains("None of the blocks was abnormal."))
    }

    @Test func sequencesAreToldInWords() throws {
        let markup = try SamplePage.mistakes.markup()
        #expect(markup.contains("E26 ×3"))
        #expect(markup.contains("<b>E26</b> <i>×3</i> <span>"))
        #expect(markup.contains("was <b>abnormal</b>, said <b>normal</b>, score <b>0.0312</b>, 19 events"))
    }
}
