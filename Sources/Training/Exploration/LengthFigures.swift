/// How many events rows have.
package struct LengthFigures: Sendable, Encodable {
    package var events: Distribution
    /// Rows with more events than the published network's window, which cuts them.
    package var longerThanWindow: Int
    package var shareLongerThanWindow: Double

    init(_ lengths: Distribution, window: Int) {
        events = lengths
        longerThanWindow = lengths.count(above: window)
        shareLongerThanWindow = lengths.count == 0 ? 0 : Double(longerThanWindow) / Double(lengths.count)
    }
}
