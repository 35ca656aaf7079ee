import Records

/// What the table found out: someone has to act on it, in this order.
package enum Outcome: Sendable, Hashable {
    /// A block's sequence so far is to be judged.
    case cut(Block)
    /// A block's life is over, its key forgotten, and its slot free.
    case ended(BlockKey, Slot)
}

/// Counts of what happened to blocks since the first start.
package struct BlockCounters: Sendable, Hashable {
    /// Lives begun, partial ones included.
    package var lives = 0
    /// Lives that did not begin with a beginning: the block is older than the logs.
    package var partial = 0
    package var evicted = 0
    /// Lines of partial lives: of blocks older than the logs, and those that came after their block was forgotten.
    package var linesOfPartial = 0
    /// Lines beyond `blocks.max_events` of their block.
    package var linesBeyondMaxEvents = 0

    /// In a checkpoint's order.
    static var all: [any WritableKeyPath<BlockCounters, Int> & Sendable] {
        [\.lives, \.partial, \.evicted, \.linesBeyondMaxEvents, \.linesOfPartial]
    }
}

/// What an event made of its block.
package struct Step: Sendable, Hashable {
    package let slot: Slot
    /// The block's prefixes before and after it; equal where it went beyond `blocks.max_events`.
    package let before: PrefixID
    package let after: PrefixID
    /// Whether the block is older than the logs.
    package let isPartial: Bool
}

/// Events to blocks: the open blocks, and when each is to be judged. The contract's "What is decided, and when".
///
/// A struct without clock or thread. The caller first moves the log's clock (``advance(to:)``), which makes cuts due,
/// then applies the line that moved it (``apply(_:)``). What is to be done about it waits in ``takeOutcomes()``.
package struct BlockTable: Sendable {
    package let rules: BlockRules
    // The rules' spans in milliseconds; `Duration` counts in 128 bits.
    private let quietAfter: Int64
    private let unfinishedAfter: Int64
    private let forgetAfter: Int64
    private let maxHeldEvents: Int
    package internal(set) var prefixes = PrefixTable()
    package internal(set) var counters = BlockCounters()

    var blocks: [OpenBlock] = []
    var freeSlots: [Slot] = []
    var index = SlotIndex()
    /// Cuts that nobody has judged yet. A block's true deadline can be later than its entry's, never earlier.
    var cuts = DeadlineQueue()
    /// One entry for each open block, by its latest line's stamp as it was once; the same holds.
    var silences = DeadlineQueue()
    /// How many prefixes were left by the last compaction.
    var compactedCount = 0
    /// What has to be done since ``takeOutcomes()``, in order.
    package private(set) var outcomes: [Outcome] = []
    /// Events that the open blocks hold, each for itself: what their prefixes take at most.
    var heldEvents = 0
    /// So that the compiler leaves ``expect(_:)`` in.
    private var expectation: UInt32 = 0

    package init(rules: BlockRules) {
        self.rules = rules
        quietAfter = rules.quietAfter.milliseconds
        unfinishedAfter = rules.unfinishedAfter.milliseconds
        forgetAfter = rules.forgetAfter.milliseconds
        maxHeldEvents = rules.maxHeldEvents
    }

    /// All slots' indices are below it.
    package var slotCount: Int { blocks.count }

    /// Number of open blocks, judged and partial ones included.
    package var openCount: Int { index.count }

    var openBlocks: some Sequence<OpenBlock> { blocks.lazy.filter(\.isOpen) }

    /// Hands over what has to be done since the last call, in order.
    package mutating func takeOutcomes() -> [Outcome] {
        defer { outcomes.removeAll(keepingCapacity: true) }
        return outcomes
    }

    /// The log's clock stands at `now`: judges the cuts that are due, in the order of their deadlines, and forgets
    /// the blocks that have been silent too long.
    /// - Parameter limit: number of outcomes that may wait.
    /// - Returns: whether that was all; false where outcomes are to be taken first, and this called again.
    @discardableResult
    package mutating func advance(to now: Stamp, atMost limit: Int = .max) -> Bool {
        guard judgeCuts(dueAt: now, atMost: limit) else { return false }
        let forgotten = Stamp(rawValue: now.rawValue - forgetAfter)
        while true {
            if outcomes.count >= limit { return false }
            guard let slot = nextSilence(before: forgotten) else { return true }
            end(slot)
        }
    }

    /// Judges the cuts that would be due at `now` and forgets nothing: for when no input brings a line any more.
    /// - Returns: as ``advance(to:atMost:)``.
    @discardableResult
    package mutating func judgeCuts(dueAt now: Stamp, atMost limit: Int = .max) -> Bool {
        judgeCuts(dueAt: now, atMost: limit, as: nil)
    }

    /// - Parameter decidedBy: nil is the silence.
    private mutating func judgeCuts(dueAt now: Stamp, atMost limit: Int, as decidedBy: DecidedBy?) -> Bool {
        while true {
            if outcomes.count >= limit { return false }
            guard let slot = nextCut(dueAt: now) else { return true }
            cut(slot, decidedBy ?? (blocks[slot.index].traits.isDeleted ? .deleted : .quiet))
        }
    }

    /// Judges every cut that is still to come: the end of a replay.
    /// - Returns: as ``advance(to:atMost:)``.
    @discardableResult
    package mutating func end(atMost limit: Int = .max) -> Bool {
        judgeCuts(dueAt: .distantFuture, atMost: limit, as: .end)
    }

    /// Brings what stands about the blocks into the processor's caches, all at once, before their lines come one by one.
    package mutating func expect(_ keys: ArraySlice<BlockKey>) {
        var sum: UInt32 = 0
        for key in keys {
            if let slot = index.firstGuess(of: key) { sum &+= blocks[slot.index].lines }
        }
        expectation = sum
    }

    /// The block's life takes in one more event, after the cuts and ends that its own silence made.
    package mutating func apply(_ event: Event) -> Step {
        while heldEvents >= maxHeldEvents { evict() }
        let slot = openSlot(for: event)
        // Taken out and put back as a whole: each access to the array checks its index and its owners.
        var block = blocks[slot.index]
        let before = block.prefix
        if Int(block.lines) < rules.maxEvents || prefixes.length(of: before) < rules.maxEvents {
            block.prefix = prefixes.child(of: before, event.kind)
            block.traits = prefixes.traits(of: block.prefix)
            if before.rawValue == 0 && block.traits.isPartial { counters.partial += 1 }
            heldEvents += 1
        } else {
            counters.linesBeyondMaxEvents += 1
        }
        if block.traits.isPartial { counters.linesOfPartial += 1 }
        block.add(event.stamp)
        queueCut(of: &block, slot)
        blocks[slot.index] = block
        return Step(slot: slot, before: before, after: block.prefix, isPartial: block.traits.isPartial)
    }

    // MARK: lives

    private mutating func openSlot(for event: Event) -> Slot {
        if let slot = index.slot(of: event.block, in: blocks) {
            let block = blocks[slot.index]
            let silence = event.stamp.rawValue - block.last.rawValue
            if silence >= silenceThatCuts(block), block.isCutPending {
                cut(slot, block.traits.isDeleted ? .deleted : .quiet)
            }
            if silence < forgetAfter { return slot }
            end(slot)
        }
        while openCount >= rules.maxOpen { evict() }
        return begin(event)
    }

    private mutating func begin(_ event: Event) -> Slot {
        let block = OpenBlock(key: event.block, first: event.stamp, last: event.stamp)
        let slot: Slot
        if let free = freeSlots.popLast() {
            slot = free
            blocks[slot.index] = block
        } else {
            slot = Slot(rawValue: UInt32(blocks.count))
            blocks.append(block)
        }
        index.insert(slot, in: blocks)
        silences.insert(event.stamp, slot, event.block)
        counters.lives += 1
        return slot
    }

    private mutating func evict() {
        guard let slot = nextSilence(before: .distantFuture) else { return }
        if blocks[slot.index].isCutPending { cut(slot, .evicted) }
        end(slot)
        counters.evicted += 1
    }

    /// Takes out the block that has been silent for longest, if its last line is not after `latest`.
    private mutating func nextSilence(before latest: Stamp) -> Slot? {
        silences.next(dueAt: latest, in: &blocks) { block, _ in block.last }?.slot
    }

    private mutating func end(_ slot: Slot) {
        outcomes.append(.ended(blocks[slot.index].key, slot))
        heldEvents -= prefixes.length(of: blocks[slot.index].prefix)
        index.remove(slot, in: blocks)
        blocks[slot.index].isOpen = false
        freeSlots.append(slot)
    }

    // MARK: cuts

    private mutating func cut(_ slot: Slot, _ decidedBy: DecidedBy) {
        let open = blocks[slot.index]
        outcomes.append(
            .cut(
                Block(
                    key: open.key, slot: slot, prefix: open.prefix, first: open.first, last: open.last,
                    lines: Int(open.lines), decidedBy: decidedBy, isFirstCut: !open.wasJudged)))
        blocks[slot.index].isJudged = true
        blocks[slot.index].wasJudged = true
        blocks[slot.index].queuedCut = .distantFuture
    }

    /// In milliseconds.
    private func silenceThatCuts(_ block: OpenBlock) -> Int64 {
        block.traits.isOnlyBeginning ? unfinishedAfter : quietAfter
    }

    /// Enters the block's next cut, unless an entry at that time or before is there already.
    mutating func queueCut(of block: inout OpenBlock, _ slot: Slot) {
        guard block.isCutPending else { return }
        let deadline = Stamp(rawValue: block.last.rawValue + silenceThatCuts(block))
        guard deadline.rawValue < block.queuedCut.rawValue else { return }
        block.queuedCut = deadline
        cuts.insert(deadline, slot, block.key)
    }

    /// Takes out the block whose cut is due first.
    private mutating func nextCut(dueAt now: Stamp) -> Slot? {
        let (unfinishedAfter, quietAfter) = (unfinishedAfter, quietAfter)
        return cuts.next(dueAt: now, in: &blocks) { block, place in
            // Another entry, for an earlier time, may have been made since.
            guard place.contains(block.queuedCut.rawValue), block.isCutPending else { return nil }
            let silence = block.traits.isOnlyBeginning ? unfinishedAfter : quietAfter
            block.queuedCut = Stamp(rawValue: block.last.rawValue + silence)
            return block.queuedCut
        }?.slot
    }
}
