import Testing

@testable import Reporting

struct HistogramTests {
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
}
