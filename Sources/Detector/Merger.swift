import Grouping
import Parsing
import Records

/// A line as the merger hands it out.
struct MergedLine {
    /// Its own stamp in UTC; nil for a line without a header of its own.
    var stamp: Stamp?
    /// The log's clock: the earliest clock of the live inputs, this line read.
    var clock: Stamp
}

/// Puts the lines of several inputs into one order, that of the stamps: each line stands where its input's clock
/// stands when it has been read, so lines of one file keep their order; at the same clock the inputs' order decides.
///
/// A line is handed out only when no live input can still bring one that belongs before it. So the order depends on
/// the inputs' bytes alone, not on how they were read, as long as no input was given up as idle.
package struct Merger {
    private struct Source {
        var clock = InputClock()
        /// The clock without the line at the head, as a checkpoint needs it.
        var appliedClock = InputClock()
        var batches: [EventBatch] = []
        var cursor = 0
        var head: MergedLine?
        /// Whether it may still bring lines that others have to wait for.
        var isLive = false
        /// Whether it has lines waiting or is live.
        var isActive = false
        var order = 0
    }

    /// Why no more line can be handed out.
    package enum Pause: Hashable {
        /// The next line may come from this input: read it, or say that it is not live.
        case starved(InputID)
        /// The consumer does not take the next line yet.
        case full
        /// Nothing is left and nobody is live.
        case idle
    }

    /// By ``InputID``, which count from 0.
    private var sources: [Source] = []
    /// Those that are active, in no order.
    private var active: [Int] = []
    private var civilClock: CivilClock

    package init(civilClock: CivilClock) {
        self.civilClock = civilClock
    }

    /// `order` decides between lines with the same stamp: the order of the inputs' names.
    package mutating func setOrder(_ order: Int, of input: InputID) {
        sources[index(input)].order = order
    }

    /// The clock that a checkpoint had for the input.
    package mutating func restore(_ clock: InputClock, of input: InputID) {
        let source = index(input)
        sources[source].clock = clock
        sources[source].appliedClock = clock
    }

    /// The input's clock after the last line that was handed out.
    package func appliedClock(of input: InputID) -> InputClock {
        sources.indices.contains(Int(input.rawValue)) ? sources[Int(input.rawValue)].appliedClock : InputClock()
    }

    package mutating func setLive(_ isLive: Bool, _ input: InputID) {
        let source = index(input)
        sources[source].isLive = isLive
        update(source)
    }

    /// Whether lines wait to be handed out.
    package var hasLines: Bool { active.contains { sources[$0].head != nil } }

    /// Enters a source among the active ones, or takes it out.
    private mutating func update(_ source: Int) {
        let isActive = sources[source].isLive || sources[source].head != nil
        if isActive == sources[source].isActive { return }
        sources[source].isActive = isActive
        if isActive { active.append(source) } else { active.removeAll { $0 == source } }
    }

    /// Takes in lines that follow those taken in before from the same input.
    package mutating func add(_ batch: EventBatch) {
        guard !batch.parsed.isEmpty else { return }
        let source = index(batch.source.input)
        sources[source].batches.append(batch)
        if sources[source].head == nil { readHead(of: source) }
        update(source)
    }

    private mutating func index(_ input: InputID) -> Int {
        let index = Int(input.rawValue)
        while sources.count <= index { sources.append(Source()) }
        return index
    }

    /// Hands out lines in order, at most about `limit`, for as long as it is certain which one is next.
    /// - Parameter body: says whether it took the line; one that it did not take is the next one again.
    /// - Returns: why it stopped; nil at the limit.
    mutating func drain<Consumer>(
        limit: Int, into consumer: inout Consumer, _ body: (inout Consumer, EventBatch, Int, MergedLine) -> Bool
    ) -> Pause? {
        var handedOut = 0
        while handedOut < limit {
            guard let (first, second) = earliestTwo() else { return .idle }
            guard sources[first].head != nil else { return .starved(InputID(rawValue: UInt32(first))) }
            repeat {
                guard handOut(first, &consumer, body) else { return .full }
                handedOut += 1
            } while handedOut < limit && sources[first].head != nil && precedes(first, second)
        }
        return nil
    }

    private mutating func handOut<Consumer>(
        _ source: Int, _ consumer: inout Consumer, _ body: (inout Consumer, EventBatch, Int, MergedLine) -> Bool
    ) -> Bool {
        guard let head = sources[source].head,
            body(&consumer, sources[source].batches[0], sources[source].cursor, head)
        else { return false }
        sources[source].appliedClock = sources[source].clock
        sources[source].cursor += 1
        readHead(of: source)
        if sources[source].head == nil { update(source) }
        return true
    }

    /// Moves on to the next waiting line, if there is one, and lets it move its input's clock.
    private mutating func readHead(of source: Int) {
        if let batch = sources[source].batches.first, sources[source].cursor >= batch.parsed.count {
            sources[source].batches.removeFirst()
            sources[source].cursor = 0
        }
        guard !sources[source].batches.isEmpty else {
            sources[source].head = nil
            return
        }
        let civil = sources[source].batches[0].parsed[sources[source].cursor].civil
        let stamp = civil.map { civilClock.moment($0, near: sources[source].clock.now) }
        if let stamp { _ = sources[source].clock.read(stamp) }
        sources[source].head = MergedLine(stamp: stamp, clock: sources[source].clock.now ?? .distantPast)
    }

    /// The active source whose next line comes first, and the one after it.
    private func earliestTwo() -> (Int, Int?)? {
        guard var first = active.first else { return nil }
        var second: Int?
        for source in active.dropFirst() {
            if precedes(source, first) {
                second = first
                first = source
            } else if precedes(source, second) {
                second = source
            }
        }
        return (first, second)
    }

    private func precedes(_ left: Int, _ right: Int?) -> Bool {
        guard let right else { return true }
        let clocks = (sources[left].clock.now ?? .distantPast, sources[right].clock.now ?? .distantPast)
        return clocks.0 == clocks.1 ? sources[left].order < sources[right].order : clocks.0 < clocks.1
    }
}
