/// A table whose cells are the darker the greater their value, such as a figure over two parameters.
///
/// It is a table to a screen reader, too: a picture's cells could not be read one by one.
package struct HeatMap: Sendable {
    /// A cell by its indices.
    package struct Cell: Sendable, Hashable {
        package var row: Int
        package var column: Int

        package init(row: Int, column: Int) {
            self.row = row
            self.column = column
        }
    }

    package var title: String
    /// What the map shows, and what to look at.
    package var caption: String
    /// What rows and columns are.
    package var rowTitle: String
    package var columnTitle: String
    package var rows: [String]
    package var columns: [String]
    /// Row by row; those that are missing or no numbers are left blank.
    package var values: [[Double]]
    /// What the palest and the darkest colour stand for; nil takes it from the values. Maps side by side share one.
    package var scale: ClosedRange<Double>?
    /// The cell to mark.
    package var best: Cell?
    /// Of the values.
    package var decimals: Int

    package init(
        _ title: String, caption: String, rowTitle: String, rows: [String], columnTitle: String, columns: [String],
        values: [[Double]], scale: ClosedRange<Double>? = nil, best: Cell? = nil, decimals: Int = 3
    ) {
        self.title = title
        self.caption = caption
        self.rowTitle = rowTitle
        self.rows = rows
        self.columnTitle = columnTitle
        self.columns = columns
        self.values = values
        self.scale = scale
        self.best = best
        self.decimals = decimals
    }

    /// Of colours, in the style sheet.
    static let shades = 9

    /// - Returns: from 0 for the least value; the middle one where all are the same.
    static func shade(_ value: Double, least: Double, greatest: Double) -> Int {
        let share = (value / 2 - least / 2) / (greatest / 2 - least / 2)
        return share.isFinite ? max(0, min(Int(share * Double(shades)), shades - 1)) : shades / 2
    }

    func markup() throws -> String {
        struct Field {
            var text: String
            var style: String
            var isBest: Bool
        }
        struct Row {
            var name: String
            var fields: [Field]
        }
        struct Values {
            var title: String
            var caption: String
            var rowTitle: String
            var columnTitle: String
            var columns: [String]
            var width: Int
            var rows: [Row]
            var scale: [Int]
            var least: String
            var greatest: String
        }
        let finite = values.joined().filter(\.isFinite)
        let least = scale?.lowerBound ?? finite.min() ?? .nan
        let greatest = scale?.upperBound ?? finite.max() ?? .nan
        let filled = rows.indices.map { row in
            Row(
                name: rows[row],
                fields: columns.indices.map { column in
                    let value = row < values.count && column < values[row].count ? values[row][column] : .nan
                    return Field(
                        text: value.isFinite ? value.text(decimals: decimals) : "–",
                        style: value.isFinite
                            ? "h\(Self.shade(value, least: least, greatest: greatest))" : "blank",
                        isBest: best == Cell(row: row, column: column))
                })
        }
        return try Self.template.filled(
            with: Values(
                title: title, caption: caption, rowTitle: rowTitle, columnTitle: columnTitle, columns: columns,
                width: columns.count, rows: filled, scale: Array(0..<Self.shades),
                least: least.text(decimals: decimals), greatest: greatest.text(decimals: decimals)))
    }

    private static let template = HTMLTemplate(
        """
        <div class="chart">
        <h3>{{title}}</h3>
        <figure aria-label="{{title}}">
        <div class="scroll" tabindex="0">
        <table class="heat">
        <thead>
        <tr><td></td><th scope="colgroup" colspan="{{width}}">{{columnTitle}}</th></tr>
        <tr><th scope="col" class="corner">{{rowTitle}}</th>{{#columns}}<th scope="col">{{.}}</th>{{/columns}}</tr>
        </thead>
        <tbody>
        {{#rows}}
        <tr><th scope="row">{{name}}</th>\
        {{#fields}}<td class="{{style}}{{#isBest}} best{{/isBest}}">{{#isBest}}★ {{/isBest}}{{text}}</td>{{/fields}}</tr>
        {{/rows}}
        </tbody>
        </table>
        </div>
        <p class="shades"><span>{{least}}</span>{{#scale}}<i class="h{{.}}"></i>{{/scale}}<span>{{greatest}}</span></p>
        <figcaption>{{caption}}</figcaption>
        </figure>
        </div>
        """)
}
