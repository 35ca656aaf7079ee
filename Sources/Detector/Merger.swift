import Grouping
import Parsing
import Records

/// Lines of one batch, one behind the other, that the merger hands out together: they have one stamp.
package struct MergedRun {
    /// Their indices in the batch; at least one.
    package var lines: Range<Int>
    /// Their own stamp in UTC; nil for lines without a header of their own.
    package var stamp: Stamp?
    /// The log's clock: the earliest clock of the live inputs, these lines read.
    package var clock: Stamp

    package init(lines: Range<Int>, stamp: Stamp?, clock: Stamp) {
        self.lines = lines
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
        /// The clock without the lines at the head, as a checkpoint needs it.
        var appliedClock = InputClock()
        var batches: [EventBatch] = []
        /// The next lines of the first batch.
        var head: MergedRun?
        /// Whether it may still bring lines that others have to wait for.
        var isLive = false
        var order = 0

        var rank: MergeQueue.Rank {
            MergeQueue.Rank(clock: (clock.now ?? .distantPast).rawValue, order: order)
        }

        /// The first `count` lines of the head, which stand in `batch`, were handed out: moves on to what waits behind them, if
        /// there is something.
        mutating func moveOn(by count: Int, in batch: EventBatch, _ civilClock: inout CivilClock) {
            guard let handedOut = head, count > 0 else { return }
            appliedClock = clock
            let next = handedOut.lines.lowerBound + count
            if next < handedOut.lines.upperBound {
                head?.lines = next..<handedOut.lines.upperBound
            } else if next < batch.parsed.count {
                readHead(at: next, in: batch, &civilClock)
            } else {
                batches.removeFirst()
                head = nil
                if let following = batches.first { readHead(at: 0, in: following, &civilClock) }
            }
        }

        /// Lets the line at `index` move its input's clock; those behind it that say the same are one run with it.
        mutating func readHead(at index: Int, in batch: EventBatch, _ civilClock: inout CivilClock) {
            let civil = batch.parsed[index].civil
            let stamp = civil.map { civilClock.moment($0, near: clock.now) }
            if let stamp { _ = clock.read(stamp) }
            var end = index + 1
            if stamp.map(clock.isSettled) ?? true {
                while end < batch.parsed.count && batch.parsed[end].civil == civil { end += 1 }
            }
            head = MergedRun(lines: index..<end, stamp: stamp, clock: clock.now ?? .distantPast)
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
        if sources[source].head == nil { sources[source].readHead(at: 0, in: batch, &civilClock) }
        update(source)
    }

    private mutating func index(_ input: InputID) -> Int {
        let index = Int(input.rawValue)
        while sources.count <= index { sources.append(Source()) }
        return index
    }

    /// Hands out lines in order, at most about `limit`, for as long as it is certain which one is next.
    /// - Parameter body: says how many lines of the run it took, from its first on; those that it did not take are the next
    ///   ones again.
    /// - Returns: why it stopped; nil at the limit.
    mutating func drain<Consumer>(
        limit: Int, into consumer: inout Consumer, _ body: (inout Consumer, EventBatch, MergedRun) -> Int
    ) -> Pause? {
        var handedOut = 0
        while handedOut < limit {
            guard let first = active.first else { return .idle }
            guard sources[first].head != nil else { return .starved(InputID(rawValue: UInt32(first))) }
            // Held once for many lines.
            let (batch, second) = (sources[first].batches[0], active.secondRank)
            defer { update(first) }
            repeat {
                guard var run = sources[first].head else { break }
                run.lines = run.lines.prefix(limit - handedOut)
                let taken = body(&consumer, batch, run)
                handedOut += taken
                sources[first].moveOn(by: taken, in: batch, &civilClock)
                if taken < run.lines.count { return .full }
                // Of this batch, as long as nobody else comes first.
                if run.lines.upperBound == batch.parsed.count { break }
            } while handedOut < limit && second.map { sources[first].rank < $0 } ?? true
        }
        return nil
    }
}
