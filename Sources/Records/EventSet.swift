/// Which events occur, in one word.
package struct EventSet: Hashable, Sendable {
    /// Bit n is set where the event with raw value n is in it.
    package var bits: UInt32

    /// - Parameter bits: as ``bits``.
    package init(bits: UInt32) {
        self.bits = bits
    }

    /// Of all that occur in `events`.
    package init(_ events: some Sequence<EventKind>) {
        bits = events.reduce(0) { $0 | 1 << UInt32($1.rawValue) }
    }
}

extension EventSet: ExpressibleByArrayLiteral {
    package init(arrayLiteral events: EventKind...) { self.init(events) }
}
