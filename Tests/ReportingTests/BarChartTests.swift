import Testing

@testable import Reporting

struct BarChartTests {
    @Test func barsReachFromZero() throws {
        let markup = try BarChart(
            "t", caption: "c", bars: [.init("up", 3), .init("down", -1), .init("none", .nan)]
        ).markup()
        #expect(markup.contains("x=\"25%\" y=\"15%\" width=\"75%\""))
        #expect(markup.contains("x=\"0%\" y=\"15%\" width=\"25%\""))
        #expect(markup.contains("n/a"))
    }
}
