import Grouping
import Parsing
import Records

/// A line as the merger hands it out.
package struct MergedLine {
    /// Its own stamp in UTC; nil for a line without a header of its own.
    var stamp: Stamp?
    /// The log's clock: the earliest clock of the live inputs, this line read.
    var clock: Stamp

    package init(stamp: Stamp?, clock: Stamp) {
        self.stamp = stamp
        self.clock = clock
    }
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
        var order = 0

        var rank: MergeQueue.Rank {
            MergeQueue.Rank(clock: (clock.now ?? .distantPast).rawValue, order: order)
        }

        /// The line at the head, which `batch` has, was handed out: moves on to the next one that waits, if there is one.
        /// The cursor is 0 afterwards where that was the batch's last line.
        mutating func moveOn(in batch: EventBatch, _ civilClock: inout CivilClock) {
            appliedClock = clock
            cursor += 1
            if cursor < batch.parsed.count { return readHead(in: batch, &civilClock) }
            batches.removeFirst()
            cursor = 0
            head = nil
            if let next = batches.first { readHead(in: next, &civilClock) }
        }

        /// Lets the line at the cursor move its input's clock.
        mutating func readHead(in batch: EventBatch, _ civilClock: inout CivilClock) {
            let stamp = batch.parsed[cursor].civil.map { civilClock.moment($0, near: clock.now) }
            if let stamp { _ = clock.read(stamp) }
            head = MergedLine(stamp: stamp, clock: clock.now ?? .distantPast)
        }
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
    /// Those that are active.
    private var active = MergeQueue()
    private var civilClock: CivilClock

    package init(civilClock: CivilClock) {
        self.civilClock = civilClock
    }

    /// `order` decides between lines with the same stamp: the order of the inputs' names.
    package mutating func setOrder(_ order: Int, of input: InputID) {
        let source = index(input)
        sources[source].order = order
        update(source)
    }

    /// The clock that a checkpoint had for the input.
    package mutating func restore(_ clock: InputClock, of input: InputID) {
        let source = index(input)
        sources[source].clock = clock
        sources[source].appliedClock = clock
        update(source)
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
    package var hasLines: Bool { sources.contains { $0.head != nil } }

    /// Puts a source in its place among the active ones, or takes it out: it has lines waiting or is live.
    private mutating func update(_ source: Int) {
        if sources[source].isLive || sources[source].head != nil {
            active.set(source, sources[source].rank)
        } else {
            active.remove(source)
        }
    }

    /// Takes in lines that follow those taken in before from the same input.
    package mutating func add(_ batch: EventBatch) {
        guard !batch.parsed.isEmpty else { return }
        let source = index(batch.source.input)
        sources[source].batches.append(batch)
        if sources[source].head == nil { sources[source].readHead(in: batch, &civilClock) }
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
            guard let first = active.first else { return .idle }
            guard sources[first].head != nil else { return .starved(InputID(rawValue: UInt32(first))) }
            // Held once for many lines.
            let (batch, second) = (sources[first].batches[0], active.secondRank)
            defer { update(first) }
            repeat {
                guard let head = sources[first].head, body(&consumer, batch, sources[first].cursor, head) else {
                    return .full
                }
                handedOut += 1
                sources[first].moveOn(in: batch, &civilClock)
            } while handedOut < limit && sources[first].cursor > 0 && second.map { sources[first].rank < $0 } ?? true
        }
        return nil
    }
}
