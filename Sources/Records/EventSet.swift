/// Which events occur, in one word.
package struct EventSet: Hashable, Sendable {
    /// Bit n is set where the event with raw value n is in it.
    package var bits: UInt32

    /// - Parameter bits: as ``bits``; none of them, if not given.
    package init(bits: UInt32 = 0) {
        self.bits = bits
    }

    /// Of all that occur in `events`.
    package init(_ events: some Sequence<EventKind>) {
        bits = events.reduce(0) { $0 | 1 << UInt32($1.rawValue) }
    }

    package mutating func insert(_ event: EventKind) { bits |= 1 << UInt32(event.rawValue) }

    package func contains(_ event: EventKind) -> Bool { bits & 1 << UInt32(event.rawValue) != 0 }
}

extension EventSet: ExpressibleByArrayLiteral {
    package init(arrayLiteral events: EventKind...) { self.init(events) }
}
