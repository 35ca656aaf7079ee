import Testing

@testable import Reporting

struct HeatMapTests {
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
}
