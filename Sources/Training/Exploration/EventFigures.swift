import Records

/// One event: in which blocks it occurs, and how often.
package struct EventFigures: Sendable, Encodable {
    package struct Presence: Sendable, Equatable, Encodable {
        /// Blocks that have the event at all.
        package var blocks: Int
        package var share: Double
        /// Of all blocks, those without it included.
        package var meanCount: Double
    }

    package var event: EventKind
    package var template: String
    package var presence: ByClass<Presence>
    /// How much more often an abnormal block has it than a normal one; nil without both classes, and where no normal
    /// block has it.
    package var timesMoreOftenInAbnormal: Double?

    /// Of each event that occurs, in the order of their numbers.
    static func all(_ sequences: [DistinctSequence], _ total: ClassCounts) -> [EventFigures] {
        let counted = sequences.map { ($0.events.counts, $0.rows) }
        return (1..<EventKind.vocabularySize).compactMap { number in
            let holders = counted.filter { $0.0[number] > 0 }
            return holders.isEmpty ? nil : EventFigures(EventKind(rawValue: UInt8(number)), holders, total)
        }
    }

    private init(_ event: EventKind, _ holders: [(counts: [Int], rows: ClassCounts)], _ total: ClassCounts) {
        self.event = event
        template = event.template
        presence = ByClass(total) { of in
            let blocks = holders.reduce(0) { $0 + of($1.rows) }
            let count = holders.reduce(0) { $0 + of($1.rows) * $1.counts[Int(event.rawValue)] }
            return Presence(
                blocks: blocks, share: Double(blocks) / Double(of(total)), meanCount: Double(count) / Double(of(total)))
        }
        if let normal = presence.normal?.share, let abnormal = presence.abnormal?.share, normal > 0 {
            timesMoreOftenInAbnormal = abnormal / normal
        }
    }
}
