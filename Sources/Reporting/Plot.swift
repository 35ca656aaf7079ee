/// The frame of a chart with two axes: where its values go, and the grid, ticks and titles around them.
struct Plot: Sendable {
    struct Box: Sendable, Hashable {
        var left: Double
        var top: Double
        var width: Double
        var height: Double
        var right: Double { left + width }
        var bottom: Double { top + height }

        /// The edge counts.
        func holds(_ point: Trace.Point) -> Bool {
            point.x >= left - 0.5 && point.x <= right + 0.5 && point.y >= top - 0.5 && point.y <= bottom + 0.5
        }

        func overlaps(_ other: Box) -> Bool {
            left < other.right && other.left < right && top < other.bottom && other.top < bottom
        }
    }

    /// Two drawings of each chart: letters keep their size in a narrow window.
    enum Format: String, Sendable, CaseIterable {
        case wide, narrow

        var width: Double { self == .wide ? 760 : 360 }
        var height: Double { self == .wide ? 380 : 300 }
    }

    var x: Scale
    var y: Scale
    private(set) var box: Box
    private let xTicks: [Scale.Tick]
    private let yTicks: [Scale.Tick]
    private let titles: (x: String, y: String)
    private let format: Format

    /// - Parameters:
    ///   - x: with `xAxis`'s title.
    init(_ x: Scale, _ xAxis: Axis, _ y: Scale, _ yAxis: Axis, format: Format) {
        (self.x, self.y, self.format) = (x, y, format)
        titles = (xAxis.title, yAxis.title)
        yTicks = y.ticks(atMost: format == .wide ? 7 : 6)
        let left = max(24, (yTicks.map { SVG.width(of: $0.label) }.max() ?? 0) + 14)
        let box = Box(left: left, top: 30, width: format.width - left - 22, height: format.height - 30 - 48)
        self.box = box
        let fitting = (2...10).reversed().lazy.map { x.ticks(atMost: $0) }.first { Self.haveRoom($0, x, box.width) }
        xTicks = fitting ?? []
    }

    private static func haveRoom(_ ticks: [Scale.Tick], _ scale: Scale, _ width: Double) -> Bool {
        var end = -Double.infinity
        for tick in ticks {
            guard let position = scale.position(tick.value) else { continue }
            let half = SVG.width(of: tick.label) / 2
            if position * width - half < end + 8 { return false }
            // The margin at the right.
            if position * width + half > width + 22 { return false }
            end = position * width + half
        }
        return true
    }

    /// In pixels; nil for values without a place on the axes.
    func point(_ x: Double, _ y: Double) -> Trace.Point? {
        guard let px = self.x.position(x), let py = self.y.position(y) else { return nil }
        // Far beyond the box nothing is seen, and a browser's numbers end.
        return Trace.Point(
            x: box.left + min(max(px, -50), 50) * box.width, y: box.bottom - min(max(py, -50), 50) * box.height)
    }

    /// The drawing with grid, ticks and titles; what the values give goes on top of it.
    func frame() -> SVG {
        var svg = SVG(width: format.width, height: format.height)
        for tick in yTicks {
            guard let position = y.position(tick.value) else { continue }
            let height = box.bottom - position * box.height
            svg.line(box.left, height, box.right, height, style: "grid")
            svg.text(tick.label, box.left - 8, height + 4, anchor: "end", style: "tick y")
        }
        for tick in xTicks {
            guard let position = x.position(tick.value) else { continue }
            let across = box.left + position * box.width
            svg.line(across, box.bottom, across, box.bottom + 5, style: "axis")
            svg.text(tick.label, across, box.bottom + 20, anchor: "middle", style: "tick x")
        }
        svg.line(box.left, box.bottom, box.right, box.bottom, style: "axis")
        svg.text(SVG.fitting(titles.y, width: format.width - 20), 4, 14, style: "title")
        svg.text(
            SVG.fitting(titles.x, width: format.width - 20), box.right, box.bottom + 40, anchor: "end", style: "title")
        return svg
    }

    /// What is drawn where there are no values.
    func sayNothing(in svg: inout SVG) {
        svg.text(
            "no values to show", box.left + box.width / 2, box.top + box.height / 2, anchor: "middle", style: "nothing")
    }
}
