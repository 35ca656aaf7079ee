import Testing

@testable import Reporting

struct LineChartTests {
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
}
