/// How the n-th series of a chart is drawn: colour, dashes and shape of dots change at different rates, so that many
/// series differ, also without colour.
enum Stroke {
    static let colours = 6
    static let dashes = 5

    /// For a line.
    static func style(_ series: Int) -> String { "line s\(series % colours) d\(series % dashes)" }

    /// A dot on it: circle, square, triangle or diamond.
    static func dot(_ series: Int, at point: Trace.Point, in svg: inout SVG) {
        let (x, y) = (point.x, point.y)
        let corners: [(Double, Double)]
        switch series % 4 {
        case 0:
            svg.add(
                "circle", [("class", "dot s\(series % colours)"), ("cx", x.svg), ("cy", y.svg), ("r", "3.2")])
            return
        case 1: corners = [(-3, -3), (3, -3), (3, 3), (-3, 3)]
        case 2: corners = [(0, -4), (4, 3), (-4, 3)]
        default: corners = [(0, -4.4), (4.4, 0), (0, 4.4), (-4.4, 0)]
        }
        let path = Trace(points: corners.map { Trace.Point(x: x + $0.0, y: y + $0.1) }).path + "Z"
        svg.add("path", [("class", "dot s\(series % colours)"), ("d", path)])
    }
}
