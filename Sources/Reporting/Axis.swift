/// What one direction of a chart shows.
package struct Axis: Sendable {
    package enum Progression: Sendable, Hashable {
        case linear
        /// Values that are not above 0 have no place on it and are left out.
        case log
    }

    package var title: String
    package var progression: Progression
    /// What the axis covers; nil to fit the values.
    package var range: ClosedRange<Double>?

    package init(_ title: String, _ progression: Progression = .linear, range: ClosedRange<Double>? = nil) {
        self.title = title
        self.progression = progression
        self.range = range
    }
}
