/// How often values fall into each of some bins, for several classes in the same bins.
package struct Histogram: Sendable {
    package struct Class: Sendable {
        package var name: String
        /// For each bin.
        package var counts: [Int]

        package init(_ name: String, counts: [Int]) {
            self.name = name
            self.counts = counts
        }
    }

    /// A value with a name, such as a threshold: an upright line.
    package struct Mark: Sendable {
        package var label: String
        package var value: Double

        package init(_ label: String, at value: Double) {
            self.label = label
            self.value = value
        }
    }

    package var title: String
    /// What the chart shows, and what to look at.
    package var caption: String
    package var x: Axis
    /// Logarithmic where classes differ in size: one in a bin then still shows.
    package var y: Axis
    /// The bins' borders, rising; one more than there are bins.
    package var edges: [Double]
    package var classes: [Class]
    package var marks: [Mark]

    package init(
        _ title: String, caption: String, x: Axis, y: Axis, edges: [Double], classes: [Class], marks: [Mark] = []
    ) {
        self.title = title
        self.caption = caption
        self.x = x
        self.y = y
        self.edges = edges
        self.classes = classes
        self.marks = marks
    }

    /// Counts values into bins of one width, from `x.range` or else the least to the greatest of them; those that are no
    /// numbers or out of range are left out.
    package init(
        _ title: String, caption: String, x: Axis, y: Axis, values: [(name: String, values: [Double])],
        bins: Int = 40, marks: [Mark] = []
    ) {
        let bins = max(bins, 1)
        let scale = Scale(Axis("", .linear, range: x.range), values: values.flatMap(\.values))
        let width = (scale.upper - scale.lower) / Double(bins)
        self.init(
            title, caption: caption, x: x, y: y, edges: (0...bins).map { scale.lower + Double($0) * width },
            classes: values.map { name, values in
                var counts = [Int](repeating: 0, count: bins)
                for value in values where value >= scale.lower && value <= scale.upper {
                    counts[min(Int((value - scale.lower) / width), bins - 1)] += 1
                }
                return Class(name, counts: counts)
            }, marks: marks)
    }

    func markup() throws -> String {
        let items = classes.enumerated().map { Legend.Item(name: $1.name, series: $0, isFilled: true) }
        return try Figure(
            title: title, caption: caption, summary: summary, legend: Legend(items: items.count > 1 ? items : []),
            drawing: Plot.Format.allCases.map { drawing($0).markup(style: $0.rawValue) }.joined()
        ).markup()
    }

    private var summary: String {
        "Histogram of \(x.title)"
            + (classes.isEmpty
                ? "" : ": " + classes.map { "\($0.name), \($0.counts.reduce(0, +).grouped)" }.joined(separator: "; "))
    }

    func drawing(_ format: Plot.Format) -> SVG {
        let plot = plot(format)
        var svg = plot.frame()
        svg.clipped(plot.box) { svg in
            let outlines = classes.map { outline($0.counts, plot) }
            for (index, outline) in outlines.enumerated() {
                svg.add("path", [("class", "fill s\(index % Stroke.colours)"), ("d", outline.path + "Z")])
            }
            for (index, outline) in outlines.enumerated() {
                svg.add("path", [("class", Stroke.style(index)), ("d", outline.path)])
            }
        }
        drawMarks(plot, in: &svg)
        if classes.allSatisfy({ $0.counts.allSatisfy { $0 == 0 } }) { plot.sayNothing(in: &svg) }
        return svg
    }

    private func plot(_ format: Plot.Format) -> Plot {
        let counts = classes.flatMap(\.counts).map(Double.init)
        var yAxis = y
        // Half of one, where one shall show; with a range that ends at the greatest count, if there is any.
        let values = counts.filter { $0 > 0 } + [y.progression == .log ? 0.5 : 0]
        if values.count == 1 { yAxis.range = y.range ?? 0.5...1 }
        return Plot(Scale(x, values: edges + marks.map(\.value)), x, Scale(yAxis, values: values), y, format: format)
    }

    /// From the ground at the left over all bins to the ground at the right.
    private func outline(_ counts: [Int], _ plot: Plot) -> Trace {
        var points: [Trace.Point] = []
        func add(_ edge: Double, _ count: Int) {
            // What a logarithmic axis cannot show stands on the ground.
            guard let ground = plot.point(edge, plot.y.lower) else { return }
            points.append(count > 0 ? plot.point(edge, Double(count)) ?? ground : ground)
        }
        for (index, count) in counts.enumerated() where index + 1 < edges.count {
            if index == 0 { add(edges[0], 0) }
            add(edges[index], count)
            add(edges[index + 1], count)
        }
        if counts.count > 0, edges.count > 1 { add(edges[min(counts.count, edges.count - 1)], 0) }
        return Trace(points: points).thinned(to: 2000)
    }

    private func drawMarks(_ plot: Plot, in svg: inout SVG) {
        var labels = MarkLabels(in: plot.box, marks: [])
        for mark in marks {
            guard let top = plot.point(mark.value, plot.y.upper), plot.box.holds(top) else { continue }
            svg.line(top.x, plot.box.top, top.x, plot.box.bottom, style: "threshold")
            guard let place = labels.place(mark.label, at: top) else { continue }
            svg.text(place.text, place.x, place.y, anchor: place.anchor, style: "label")
        }
    }
}
