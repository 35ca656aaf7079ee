/// A line as it is drawn: points in pixels, joined in their order.
struct Trace: Sendable, Hashable {
    struct Point: Sendable, Hashable {
        var x: Double
        var y: Double
    }

    var points: [Point]

    /// The corners between points when a value holds from one to the next.
    func stepped(_ interpolation: LineChart.Interpolation) -> Trace {
        guard interpolation != .straight, let first = points.first else { return self }
        var corners = [first]
        for (from, to) in zip(points, points.dropFirst()) {
            let corner =
                interpolation == .holdingBackward ? Point(x: from.x, y: to.y) : Point(x: to.x, y: from.y)
            corners += [corner, to]
        }
        return Trace(points: corners)
    }

    /// Fewer points that look the same: of those left out, none lies farther than `tolerance` from the line unless
    /// `limit` points are already in it (Ramer, Douglas and Peucker, the farthest point first).
    /// - Parameters:
    ///   - limit: at least 2.
    ///   - tolerance: in pixels.
    func thinned(to limit: Int = 500, tolerance: Double = 0.15) -> Trace {
        let points = withoutRepetition
        guard points.count > 2 else { return Trace(points: points) }
        var isKept = [Bool](repeating: false, count: points.count)
        (isKept[0], isKept[points.count - 1]) = (true, true)
        var kept = 2
        var stretches = [Stretch(points, 0, points.count - 1)]
        while kept < limit, let worst = stretches.indices.max(by: { stretches[$0].distance < stretches[$1].distance }),
            stretches[worst].distance > tolerance
        {
            let stretch = stretches[worst]
            isKept[stretch.farthest] = true
            kept += 1
            stretches[worst] = Stretch(points, stretch.first, stretch.farthest)
            stretches.append(Stretch(points, stretch.farthest, stretch.last))
        }
        return Trace(points: zip(points, isKept).filter(\.1).map(\.0))
    }

    /// Without points that fall on the one before them.
    private var withoutRepetition: [Point] {
        var kept: [Point] = []
        for point in points {
            if let last = kept.last, abs(last.x - point.x) < 0.02 && abs(last.y - point.y) < 0.02 { continue }
            kept.append(point)
        }
        // The end stays where it is.
        if let last = points.last { kept[kept.count - 1] = last }
        return kept
    }

    /// Points on the line at most so many pixels apart.
    func dotted(every distance: Double) -> [Point] {
        zip(points, points.dropFirst()).flatMap { from, to in
            let length = max(abs(to.x - from.x), abs(to.y - from.y))
            let count = max(1, min((length / distance).rounded(.up), 1000))
            return (0...Int(count)).map { step in
                let share = Double(step) / count
                return Point(x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y))
            }
        }
    }

    /// For an SVG path.
    var path: String {
        points.enumerated().map { ($0 == 0 ? "M" : "L") + $1.x.svg + " " + $1.y.svg }.joined()
    }

    /// Points between two that are kept, with the one that is farthest from the line through these.
    private struct Stretch {
        var first: Int
        var last: Int
        var farthest: Int
        var distance = 0.0

        init(_ points: [Point], _ first: Int, _ last: Int) {
            (self.first, self.last, farthest) = (first, last, first)
            let (a, b) = (points[first], points[last])
            let (dx, dy) = (b.x - a.x, b.y - a.y)
            let length = dx * dx + dy * dy
            for index in first..<last where index > first {
                let (px, py) = (points[index].x - a.x, points[index].y - a.y)
                let along = length == 0 ? 0 : min(max((px * dx + py * dy) / length, 0), 1)
                let (ex, ey) = (px - along * dx, py - along * dy)
                let distance = (ex * ex + ey * ey).squareRoot()
                if distance > self.distance { (self.distance, farthest) = (distance, index) }
            }
        }
    }
}
