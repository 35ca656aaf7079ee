/// Puts labels beside marked points so that they neither leave the chart nor cover each other or, if it can be helped,
/// a line.
struct MarkLabels: Sendable {
    struct Place: Sendable, Hashable {
        var text: String
        var x: Double
        /// The letters' base line.
        var y: Double
        var anchor: String
        /// Whether the label stands so far from its point that a line should join them.
        var isFar: Bool
    }

    /// More could not be read, and would take long to place.
    private static let most = 50

    private let box: Plot.Box
    private var count = 0
    private var taken: [Plot.Box]
    /// Points of the lines, some pixels apart.
    private let lines: [Trace.Point]

    /// - Parameter marks: every marked point; labels do not cover them.
    init(in box: Plot.Box, marks: [Trace.Point], lines: [Trace] = []) {
        self.box = box
        taken = marks.map { Plot.Box(left: $0.x - 7, top: $0.y - 7, width: 14, height: 14) }
        self.lines = lines.flatMap { $0.dotted(every: 5) }
    }

    /// - Returns: nil where there is no room, which many marks on one spot can bring about, and for all but the first 50.
    mutating func place(_ label: String, at point: Trace.Point) -> Place? {
        guard count < Self.most else { return nil }
        count += 1
        let text = SVG.fitting(label, width: box.width * 0.45)
        let width = SVG.width(of: text)
        let free = places(width, at: point).filter { !taken.contains(where: $0.area.overlaps) }
        guard let best = free.first(where: { !lines.contains(where: $0.area.holds) }) ?? free.first else { return nil }
        taken.append(best.area)
        return Place(
            text: text, x: best.isRight ? best.area.left : best.area.right, y: best.area.top + 12,
            anchor: best.isRight ? "start" : "end", isFar: best.isFar)
    }

    /// Within the box, the nearest first.
    private func places(_ width: Double, at point: Trace.Point) -> [(area: Plot.Box, isRight: Bool, isFar: Bool)] {
        let height = 16.0
        return stride(from: 0.0, through: 160, by: 16).flatMap { distance in
            [(true, true), (true, false), (false, true), (false, false)].map { isRight, isAbove in
                let left = isRight ? point.x + 9 : point.x - 9 - width
                let top = isAbove ? point.y - 4 - height - distance : point.y + 4 + distance
                let area = Plot.Box(left: left, top: top, width: width, height: height)
                return (area, isRight, distance > 16)
            }
        }.filter {
            $0.area.left >= box.left && $0.area.right <= box.right + 16 && $0.area.top >= box.top
                && $0.area.bottom <= box.bottom
        }
    }
}
