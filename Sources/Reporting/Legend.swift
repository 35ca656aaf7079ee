/// Which line is which: by its dashes and its dots' shape, so that colours are not needed.
struct Legend: Sendable {
    struct Item: Sendable {
        var name: String
        /// As in ``Stroke``; nil for a reference line.
        var series: Int?
        var isFilled = false
    }

    var items: [Item]

    func markup() -> String {
        guard !items.isEmpty else { return "" }
        return "<ul class=\"legend\">"
            + items.map { item in
                var svg = SVG(width: 36, height: 14)
                if let series = item.series {
                    if item.isFilled {
                        svg.add(
                            "rect", [("class", "fill s\(series % Stroke.colours)"), ("width", "36"), ("height", "14")])
                    }
                    svg.add("path", [("class", Stroke.style(series)), ("d", "M0 7H36")])
                    if !item.isFilled { Stroke.dot(series, at: Trace.Point(x: 18, y: 7), in: &svg) }
                } else {
                    svg.add("path", [("class", "reference"), ("d", "M0 7H36")])
                }
                return "<li>" + svg.markup(style: "key") + "<span>" + item.name.shortened(to: 60).asHTML
                    + "</span></li>"
            }.joined() + "</ul>"
    }
}
