import Records

/// A life's silences and what the block was at during each.
struct LifeCourse {
    enum Phase: Int, CaseIterable {
        /// Nothing but E5 and E22 so far.
        case begun
        /// Being written: not at rest yet.
        case writing
        case resting
        /// At rest before, and not now: it is replicated or deleted.
        case working
    }

    /// Silences that events ended, in milliseconds, with the phase before the event.
    private(set) var silences: [(length: Int, phase: Phase)] = []
    /// From the first event to the first rest, in milliseconds.
    private(set) var write: Int?

    init(_ life: BlockLife) {
        var counts = EventCounts()
        var phase = Phase.begun
        for (index, (event, moment)) in zip(life.events, life.moments).enumerated() {
            if index > 0 { silences.append((moment.silence, phase)) }
            counts.add(event)
            if counts.isAtRest {
                phase = .resting
                if write == nil { write = max(0, moment.time) }
            } else if write != nil {
                phase = .working
            } else if !event.isBeginning {
                phase = .writing
            }
        }
    }
}
