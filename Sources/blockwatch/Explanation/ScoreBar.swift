import Records
import Reporting

/// A score as a number, as a bar, and how far it was moved, if it was by a hundredth.
struct ScoreBar {
    private static let cells = 20
    let text: String

    /// - Parameters:
    ///   - score: from 0 to 1.
    ///   - moved: from -1 to 1.
    init(_ score: Float, moved: Float) {
        let full = Int((score * Float(Self.cells)).rounded())
        let bar = String(repeating: "█", count: full) + String(repeating: "·", count: Self.cells - full)
        let move = moved.magnitude < 0.005 ? "" : (moved < 0 ? " " : " +") + moved.hundredths
        text = "\(score.hundredths) \(bar)\(move)"
    }
}

extension Float {
    var hundredths: String { Double(self).text(decimals: 2) }
}
