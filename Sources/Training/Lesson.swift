import Records

/// One thing to learn: a sequence, what it is, and how much it counts.
package struct Lesson: Sendable, Hashable {
    package var events: [EventKind]
    package var isAbnormal: Bool
    /// Of its cross-entropy in the loss.
    package var weight: Float
    /// How many rows of its batch it stands for.
    package var copies: Float

    package init(events: [EventKind], isAbnormal: Bool, weight: Float = 1, copies: Float = 1) {
        self.events = events
        self.isAbnormal = isAbnormal
        self.weight = weight
        self.copies = copies
    }
}
