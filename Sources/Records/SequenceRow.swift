/// One block as a data set has it: an event sequence, and mostly what the block is known to be.
package struct SequenceRow: Sendable, Hashable {
    /// The row's name in its file; a block's name where the rows come from logs.
    package var id: String
    package var events: [EventKind]
    /// Nil where the data says nothing about it.
    package var isAbnormal: Bool?

    package init(id: String, events: [EventKind], isAbnormal: Bool?) {
        self.id = id
        self.events = events
        self.isAbnormal = isAbnormal
    }
}
