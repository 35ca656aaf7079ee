/// Lines through points, such as curves of loss, of precision over recall, or cumulated shares.
package struct LineChart: Sendable {
    package struct Point: Sendable, Hashable {
        package var x: Double
        package var y: Double

        package init(_ x: Double, _ y: Double) {
            self.x = x
            self.y = y
        }
    }

    /// What a line does between two points.
    package enum Interpolation: Sendable, Hashable {
        case straight
        /// The value holds until the next point: a cumulated share.
        case holdingForward
        /// The value holds back to the point before: precision at a recall that grows.
        case holdingBackward
    }

    package struct Series: Sendable {
        package var name: String
        /// In the line's order; those that are no numbers are left out. However many: what is drawn is thinned out to
        /// what can be seen.
        package var points: [Point]
        package var interpolation: Interpolation

        package init(_ name: String, _ points: [Point], _ interpolation: Interpolation = .straight) {
            self.name = name
            self.points = points
            self.interpolation = interpolation
        }
    }

    /// A point with a name, such as a working point.
    package struct Mark: Sendable {
        package var label: String
        package var point: Point

        package init(_ label: String, at point: Point) {
            self.label = label
            self.point = point
        }
    }

    /// A line to compare with, named in the legend.
    package enum Reference: Sendable {
        /// From the lower left to the upper right corner.
        case diagonal(String)
        case horizontal(String, y: Double)
        case vertical(String, x: Double)
    }

    package var title: String
    /// What the chart shows, and what to look at.
    package var caption: String
    package var x: Axis
    package var y: Axis
    package var series: [Series]
    package var marks: [Mark]
    package var references: [Reference]

    package init(
        _ title: String, caption: String, x: Axis, y: Axis, series: [Series], marks: [Mark] = [],
        references: [Reference] = []
    ) {
        self.title = title
        self.caption = caption
        self.x = x
        self.y = y
        self.series = series
        self.marks = marks
        self.references = references
    }

    func markup() throws -> String {
        let items =
            series.enumerated().map { Legend.Item(name: $1.name, series: $0) }
            + references.map { Legend.Item(name: $0.name, series: nil) }
        return try Figure(
            title: title, caption: caption, summary: summary, legend: Legend(items: items.count > 1 ? items : []),
            drawing: Plot.Format.allCases.map { drawing($0).markup(style: $0.rawValue) }.joined()
        ).markup()
    }

    private var summary: String {
        "Line chart of \(y.title) over \(x.title)"
            + (series.isEmpty ? "" : ": " + series.map(\.name).joined(separator: ", "))
    }

    func drawing(_ format: Plot.Format) -> SVG {
        let plot = plot(format)
        var svg = plot.frame()
        let traces = series.map { series in Trace(points: series.points.compactMap { plot.point($0.x, $0.y) }) }
        let lines = zip(traces, series).map { $0.stepped($1.interpolation).thinned() }
        svg.clipped(plot.box) { svg in
            for reference in references { draw(reference, plot, in: &svg) }
            for (index, trace) in traces.enumerated() {
                svg.add("path", [("class", Stroke.style(index)), ("d", lines[index].path)])
                if trace.points.count <= (format == .wide ? 30 : 15) {
                    for point in trace.points { Stroke.dot(index, at: point, in: &svg) }
                }
            }
        }
        drawMarks(plot, lines, in: &svg)
        let isEmpty =
            traces.allSatisfy(\.points.isEmpty) && marks.allSatisfy { plot.point($0.point.x, $0.point.y) == nil }
        if isEmpty { plot.sayNothing(in: &svg) }
        return svg
    }

    private func plot(_ format: Plot.Format) -> Plot {
        let points = (series.flatMap(\.points) + marks.map(\.point)).filter { $0.x.isFinite && $0.y.isFinite }
        var (xs, ys) = (points.map(\.x), points.map(\.y))
        for reference in references {
            switch reference {
            case .diagonal: break
            case .horizontal(_, let y): ys.append(y)
            case .vertical(_, let x): xs.append(x)
            }
        }
        return Plot(Scale(x, values: xs), x, Scale(y, values: ys), y, format: format)
    }

    private func draw(_ reference: Reference, _ plot: Plot, in svg: inout SVG) {
        let box = plot.box
        switch reference {
        case .diagonal: svg.line(box.left, box.bottom, box.right, box.top, style: "reference")
        case .horizontal(_, let y):
            guard let y = plot.point(plot.x.lower, y)?.y else { return }
            svg.line(box.left, y, box.right, y, style: "reference")
        case .vertical(_, let x):
            guard let x = plot.point(x, plot.y.lower)?.x else { return }
            svg.line(x, box.top, x, box.bottom, style: "reference")
        }
    }

    private func drawMarks(_ plot: Plot, _ lines: [Trace], in svg: inout SVG) {
        let shown = marks.compactMap { mark in
            plot.point(mark.point.x, mark.point.y).map { (label: mark.label, point: $0) }
        }.filter { plot.box.holds($0.point) }
        var labels = MarkLabels(in: plot.box, marks: shown.map(\.point), lines: lines)
        for (label, point) in shown {
            let place = labels.place(label, at: point)
            if let place, place.isFar { svg.line(point.x, point.y, place.x, place.y - 4, style: "leader") }
            svg.add("circle", [("class", "mark"), ("cx", point.x.svg), ("cy", point.y.svg), ("r", "5")])
            guard let place else { continue }
            svg.text(place.text, place.x, place.y, anchor: place.anchor, style: "label")
        }
    }
}

extension LineChart.Reference {
    var name: String {
        switch self {
        case .diagonal(let name), .horizontal(let name, _), .vertical(let name, _): name
        }
    }
}
