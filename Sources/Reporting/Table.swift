/// Rows and columns of text; one that is too wide for the window scrolls in a box of its own.
package struct Table: Sendable {
    /// How a column's cells stand: numbers are set to the right, with digits of one width.
    package enum Alignment: Sendable, Hashable { case text, number }

    package struct Column: Sendable {
        package var title: String
        package var alignment: Alignment

        package static func text(_ title: String) -> Column { Column(title: title, alignment: .text) }
        package static func number(_ title: String) -> Column { Column(title: title, alignment: .number) }
    }

    package var columns: [Column]
    /// A row that is too short ends with empty cells; what has no column is left out.
    package var rows: [[String]]
    /// The index of the row that matters most.
    package var highlighted: Int?
    package var caption: String?

    package init(columns: [Column], rows: [[String]], highlighted: Int? = nil, caption: String? = nil) {
        self.columns = columns
        self.rows = rows
        self.highlighted = highlighted
        self.caption = caption
    }

    func markup() throws -> String {
        struct Cell {
            var text: String
            var isNumber: Bool
            /// Keeps to one line.
            var isShort: Bool
        }
        struct Row {
            var cells: [Cell]
            var isHighlighted: Bool
        }
        struct Values {
            var caption: String?
            var titles: [Cell]
            var rows: [Row]
            var isEmpty: Bool
            var width: Int
        }
        func cells(_ texts: [String]) -> [Cell] {
            columns.indices.map {
                let text = $0 < texts.count ? texts[$0] : ""
                let isNumber = columns[$0].alignment == .number
                return Cell(text: text, isNumber: isNumber, isShort: !isNumber && text.count <= 24)
            }
        }
        return try Self.template.filled(
            with: Values(
                caption: caption, titles: cells(columns.map(\.title)),
                rows: rows.enumerated().map { Row(cells: cells($1), isHighlighted: $0 == highlighted) },
                isEmpty: rows.isEmpty, width: columns.count))
    }

    /// The box can be scrolled with the keyboard, too.
    private static let template = HTMLTemplate(
        """
        <div class="scroll" tabindex="0">
        <table>
        {{#caption}}
        <caption>{{.}}</caption>
        {{/caption}}
        <thead><tr>{{#titles}}<th scope="col"{{#isNumber}} class="number"{{/isNumber}}>{{text}}</th>{{/titles}}</tr></thead>
        <tbody>
        {{#rows}}
        <tr{{#isHighlighted}} class="highlighted"{{/isHighlighted}}>\
        {{#cells}}<td{{#isNumber}} class="number"{{/isNumber}}{{#isShort}} class="short"{{/isShort}}>{{text}}</td>{{/cells}}</tr>
        {{/rows}}
        {{#isEmpty}}
        <tr><td colspan="{{width}}" class="nothing">no rows</td></tr>
        {{/isEmpty}}
        </tbody>
        </table>
        </div>
        """)
}
