/// Puts labels beside marked points so that they neither leave the chart nor cover each other.
struct MarkLabels: Sendable {
    private let box: Plot.Box
    private var taken: [Plot.Box] = []

    init(in box: Plot.Box) { self.box = box }

    struct Place: Sendable, Hashable {
        var text: String
        var x: Double
        /// The letters' base line.
        var y: Double
        var anchor: String
    }

    /// - Returns: nil where there is no room at all, which many marks on one spot can bring about.
    mutating func place(_ label: String, at point: Trace.Point) -> Place? {
        let text = SVG.fitting(label, width: box.width * 0.45)
        let (width, height) = (SVG.width(of: text), 16.0)
        for distance in stride(from: 0.0, through: 160, by: 16) {
            for (isRight, isAbove) in [(true, true), (true, false), (false, true), (false, false)] {
                let left = isRight ? point.x + 9 : point.x - 9 - width
                let top = isAbove ? point.y - 4 - height - distance : point.y + 4 + distance
                let area = Plot.Box(left: left, top: top, width: width, height: height)
                guard area.left >= box.left, area.right <= box.right + 16, area.top >= box.top, area.bottom <= box.bottom,
                    !taken.contains(where: area.overlaps)
                else { continue }
                taken.append(area)
                return Place(
                    text: text, x: isRight ? left : left + width, y: top + 12, anchor: isRight ? "start" : "end")
            }
        }
        return nil
    }
}
