/// One block's life as logs tell it: its events, and when each came. 5 bytes an event.
package struct BlockLife: Sendable, Hashable {
    package let block: BlockKey
    /// The first line's stamp.
    package let first: Stamp
    /// The latest stamp of its lines.
    package private(set) var last: Stamp
    package private(set) var lines = 0
    /// The first events, as many as were kept.
    package private(set) var events: [EventKind] = []
    /// Of each event: milliseconds since the line before it.
    private var steps: [Int32] = []
    private var previous: Stamp

    package init(_ event: Event) {
        block = event.block
        (first, last, previous) = (event.stamp, event.stamp, event.stamp)
        add(event, keepingAtMost: 1)
    }

    /// - Parameter limit: of the events that are kept.
    package mutating func add(_ event: Event, keepingAtMost limit: Int) {
        lines += 1
        last = max(last, event.stamp)
        guard events.count < limit else { return }
        events.append(event.kind)
        steps.append(Int32(clamping: (event.stamp - previous).milliseconds))
        previous = event.stamp
    }

    /// Whether the block is older than the logs: its first event is none that a life begins with.
    package var isPartial: Bool { events.first?.isBeginning == false }

    /// Of each event: when it came, in milliseconds since the first, and how long the block had been silent before it.
    package var moments: [(time: Int, silence: Int)] {
        var (time, latest) = (0, 0)
        return steps.map { step in
            time += Int(step)
            let silence = max(0, time - latest)
            latest = max(latest, time)
            return (time, silence)
        }
    }
}
