import Records

/// One thing to learn: a sequence, what it is, and how much it counts.
package struct Lesson: Sendable, Hashable {
    package var events: [EventKind]
    package var isAbnormal: Bool
    package var weight: Float

    package init(events: [EventKind], isAbnormal: Bool, weight: Float = 1) {
        self.events = events
        self.isAbnormal = isAbnormal
        self.weight = weight
    }
}
