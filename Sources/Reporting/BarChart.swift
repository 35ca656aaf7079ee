/// Lying bars, each with a label and its value; bars of values below 0 go to the left.
package struct BarChart: Sendable {
    package struct Bar: Sendable {
        package var label: String
        package var value: Double

        package init(_ label: String, _ value: Double) {
            self.label = label
            self.value = value
        }
    }

    package var title: String
    /// What the chart shows, and what to look at.
    package var caption: String
    package var bars: [Bar]
    /// Of the values.
    package var decimals: Int

    package init(_ title: String, caption: String, bars: [Bar], decimals: Int = 0) {
        self.title = title
        self.caption = caption
        self.bars = bars
        self.decimals = decimals
    }

    func markup() throws -> String {
        try Figure(title: title, caption: caption, summary: summary, drawing: drawing()).markup()
    }

    private var summary: String {
        "Bar chart: "
            + bars.prefix(30).map { "\($0.label), \($0.value.text(decimals: decimals))" }.joined(separator: "; ")
            + (bars.count > 30 ? "; and \(bars.count - 30) more" : "")
    }

    private func drawing() throws -> String {
        struct Row {
            var label: String
            var value: String
            var start: String
            var length: String
            var zero: String
        }
        struct Values {
            var rows: [Row]
            var isEmpty: Bool
        }
        let shown = bars.map(\.value).filter { $0.magnitude < 1e300 }
        let (least, greatest) = (min(shown.min() ?? 0, 0), max(shown.max() ?? 0, 0))
        let extent = greatest > least ? greatest - least : 1
        func share(_ value: Double) -> Double { (value - least) / extent * 100 }
        let rows = bars.map { bar in
            let value = bar.value.magnitude < 1e300 ? bar.value : 0
            let (start, end) = (share(min(value, 0)), share(max(value, 0)))
            return Row(
                label: bar.label, value: bar.value.text(decimals: decimals), start: start.svg,
                length: value == 0 ? "0" : max(end - start, 0.3).svg, zero: share(0).svg)
        }
        return try Self.template.filled(with: Values(rows: rows, isEmpty: rows.isEmpty))
    }

    private static let template = HTMLTemplate(
        """
        <div class="bars">{{#rows}}<span class="name">{{label}}</span>\
        <svg aria-hidden="true"><rect class="bar" x="{{start}}%" y="15%" width="{{length}}%" height="70%"/>\
        <line class="axis" x1="{{zero}}%" x2="{{zero}}%" y1="0" y2="100%"/></svg>\
        <span class="number">{{value}}</span>{{/rows}}{{#isEmpty}}<span class="nothing">no values to show</span>{{/isEmpty}}</div>
        """)
}
