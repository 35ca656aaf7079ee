import Testing

@testable import Reporting

struct TableTests {
    @Test func tablesAreFilledUp() throws {
        let markup = try Table(
            columns: [.text("a"), .number("b")], rows: [["1"], ["1", "2", "3"]], highlighted: 1
        ).markup()
        #expect(markup.contains("<tr><td class=\"short\">1</td><td class=\"number\"></td></tr>"))
        #expect(markup.contains("<tr class=\"highlighted\"><td class=\"short\">1</td><td class=\"number\">2</td></tr>"))
    }
}
