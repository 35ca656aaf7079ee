/// A drawing that is being made; everything that is put into it is escaped.
struct SVG: Sendable {
    /// Of its coordinates, in pixels.
    var width: Double
    var height: Double
    private var body = ""

    /// Of the letters in it, in pixels.
    static let fontSize = 12.0

    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    mutating func add(_ name: String, _ attributes: [(String, String)], content: String? = nil) {
        body += "<" + name
        for (name, value) in attributes { body += " \(name)=\"\(value.asHTML)\"" }
        body += content.map { ">" + $0.asHTML + "</\(name)>" } ?? "/>"
    }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, style: String) {
        add("line", [("class", style), ("x1", x1.svg), ("y1", y1.svg), ("x2", x2.svg), ("y2", y2.svg)])
    }

    /// - Parameters:
    ///   - y: the letters' base line.
    ///   - anchor: `start`, `middle` or `end`.
    mutating func text(_ text: String, _ x: Double, _ y: Double, anchor: String = "start", style: String) {
        add("text", [("class", style), ("x", x.svg), ("y", y.svg), ("text-anchor", anchor)], content: text)
    }

    /// Draws in a box of the drawing, and nothing beyond it.
    mutating func clipped(_ box: Plot.Box, _ draw: (inout SVG) -> Void) {
        // Half a line's width lies beyond the values at the ends.
        let edge = 3.0
        let (x, y, width, height) = (
            (box.left - edge).svg, (box.top - edge).svg, (box.width + 2 * edge).svg, (box.height + 2 * edge).svg
        )
        body += "<svg x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\""
        body += " viewBox=\"\(x) \(y) \(width) \(height)\">"
        draw(&self)
        body += "</svg>"
    }

    /// - Parameter style: `wide` or `narrow`, for which windows it is.
    func markup(style: String) -> String {
        "<svg class=\"\(style)\" viewBox=\"0 0 \(width.svg) \(height.svg)\" aria-hidden=\"true\">" + body + "</svg>"
    }

    /// How wide a text may become, in pixels: a generous guess, since only the browser knows the font.
    static func width(of text: String) -> Double {
        text.unicodeScalars.reduce(0) { sum, scalar in
            let em =
                switch scalar {
                case "m", "w", "M", "W", "@", "%", "—", "…": 1.0
                case "i", "l", "j", ".", ",", ":", ";", "'", "|", "I", " ", "(", ")": 0.42
                case "A"..."Z", "&", "#", "+", "−", "=", "<", ">", "×": 0.84
                case _ where scalar.value < 0x300: 0.64
                default: 1.2
                }
            // What is made visible grows.
            return sum + (scalar.isUnreadable ? 4 : em) * fontSize
        }
    }

    /// As much of a text as has room, in pixels.
    static func fitting(_ text: String, width: Double) -> String {
        if Self.width(of: text) <= width { return text }
        var used = Self.width(of: "…")
        let fitting = text.prefix { character in
            used += Self.width(of: String(character))
            return used <= width
        }
        return fitting + "…"
    }
}
