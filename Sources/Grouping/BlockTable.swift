import Records

/// What the table found out: someone has to act on it, in this order.
package enum Outcome: Sendable, Hashable {
    /// A block's sequence so far is to be judged.
    case cut(Block)
    /// A block's life is over and its key forgotten.
    case ended(BlockKey)
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

/// Events to blocks: the open blocks, and when each is to be judged. The contract's "What is decided, and when".
///
/// A struct without clock or thread. The caller first moves the log's clock (``advance(to:)``), which makes cuts due,
/// then applies the line that moved it (``apply(_:)``). What is to be done about it waits in ``takeOutcomes()``.
package struct BlockTable: Sendable {
    package let rules: BlockRules
    package internal(set) var prefixes = PrefixTable()
    package internal(set) var counters = BlockCounters()

    var blocks: [OpenBlock] = []
    var freeSlots: [Slot] = []
    var slots: [BlockKey: Slot] = [:]
    /// Cuts that nobody has judged yet. A block's true deadline can be later than its entry's, never earlier.
    var cuts = DeadlineQueue()
    /// One entry for each open block, by its latest line's stamp as it was once; the same holds.
    var silences = DeadlineQueue()
    /// How many prefixes were left by the last compaction.
    var compactedCount = 0
    private var outcomes: [Outcome] = []
    /// Events that the open blocks hold, each for itself: what their prefixes take at most.
    var heldEvents = 0

    package init(rules: BlockRules) {
        self.rules = rules
    }

    /// Number of open blocks, judged and partial ones included.
    package var openCount: Int { slots.count }

    /// Hands over what has to be done since the last call, in order.
    package mutating func takeOutcomes() -> [Outcome] {
        defer { outcomes.removeAll(keepingCapacity: true) }
        return outcomes
    }

    package var hasOutcomes: Bool { !outcomes.isEmpty }

    /// The log's clock stands at `now`: judges the cuts that are due, in the order of their deadlines, and forgets
    /// the blocks that have been silent too long.
    /// - Parameter limit: number of outcomes that may wait.
    /// - Returns: whether that was all; false where outcomes are to be taken first, and this called again.
    @discardableResult
    package mutating func advance(to now: Stamp, atMost limit: Int = .max) -> Bool {
        guard judgeCuts(dueAt: now, atMost: limit) else { return false }
        while let entry = silences.first, entry.deadline + rules.forgetAfter <= now {
            if outcomes.count >= limit { return false }
            // A stale entry is moved to its true place first, so that lives end in the order of their silences.
            if let last = trueSilence(of: entry), last == entry.deadline { end(entry.slot) }
        }
        return true
    }

    /// Judges the cuts that would be due at `now` and forgets nothing: for when no input brings a line any more.
    /// - Returns: as ``advance(to:atMost:)``.
    @discardableResult
    package mutating func judgeCuts(dueAt now: Stamp, atMost limit: Int = .max) -> Bool {
        judgeCuts(dueAt: now, atMost: limit, as: nil)
    }

    /// - Parameter decidedBy: nil is the silence.
    private mutating func judgeCuts(dueAt now: Stamp, atMost limit: Int, as decidedBy: DecidedBy?) -> Bool {
        while let entry = cuts.first, entry.deadline <= now {
            if outcomes.count >= limit { return false }
            guard let deadline = cutDeadline(of: entry) else {
                _ = cuts.removeFirst()
                continue
            }
            if deadline > entry.deadline {
                blocks[entry.slot.index].queuedCut = deadline
                cuts.replaceFirst(with: DeadlineQueue.Entry(deadline: deadline, block: entry.block, slot: entry.slot))
            } else {
                _ = cuts.removeFirst()
                cut(entry.slot, decidedBy ?? (wasDeleted(entry.slot) ? .deleted : .quiet))
            }
        }
        return true
    }

    /// Judges every cut that is still to come: the end of a replay.
    /// - Returns: as ``advance(to:atMost:)``.
    @discardableResult
    package mutating func end(atMost limit: Int = .max) -> Bool {
        judgeCuts(dueAt: .distantFuture, atMost: limit, as: .end)
    }

    /// The block's life takes in one more event, after the cuts and ends that its own silence made.
    /// - Returns: its prefixes before and after, equal where the event went beyond `blocks.max_events`, and the
    ///   number of lines of its life with this one.
    package mutating func apply(_ event: Event) -> (before: PrefixID, after: PrefixID, lines: Int) {
        while heldEvents >= rules.maxHeldEvents { evict() }
        let slot = openSlot(for: event)
        let before = blocks[slot.index].prefix
        var after = before
        if prefixes.length(of: before) < rules.maxEvents {
            after = prefixes.child(of: before, event.kind)
            if before == .empty && prefixes.isPartial(after) { counters.partial += 1 }
            blocks[slot.index].prefix = after
            heldEvents += 1
        } else {
            counters.linesBeyondMaxEvents += 1
        }
        if prefixes.isPartial(after) { counters.linesOfPartial += 1 }
        // A block that is read for months can have more lines than that.
        if blocks[slot.index].lines < .max { blocks[slot.index].lines += 1 }
        blocks[slot.index].first = min(blocks[slot.index].first, event.stamp)
        blocks[slot.index].last = max(blocks[slot.index].last, event.stamp)
        blocks[slot.index].isJudged = false
        queueCut(slot)
        return (before, after, Int(blocks[slot.index].lines))
    }

    // MARK: lives

    private mutating func openSlot(for event: Event) -> Slot {
        if let slot = slots[event.block] {
            let silence = event.stamp - blocks[slot.index].last
            if silence >= silenceThatCuts(slot), isCutPending(slot) {
                cut(slot, wasDeleted(slot) ? .deleted : .quiet)
            }
            if silence < rules.forgetAfter { return slot }
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
        slots[event.block] = slot
        silences.insert(DeadlineQueue.Entry(deadline: event.stamp, block: event.block, slot: slot))
        counters.lives += 1
        return slot
    }

    private mutating func evict() {
        while let entry = silences.first {
            guard let last = trueSilence(of: entry), last == entry.deadline else { continue }
            if isCutPending(entry.slot) { cut(entry.slot, .evicted) }
            end(entry.slot)
            counters.evicted += 1
            return
        }
    }

    private mutating func end(_ slot: Slot) {
        outcomes.append(.ended(blocks[slot.index].key))
        heldEvents -= prefixes.length(of: blocks[slot.index].prefix)
        slots[blocks[slot.index].key] = nil
        blocks[slot.index].isOpen = false
        freeSlots.append(slot)
    }

    // MARK: cuts

    private mutating func cut(_ slot: Slot, _ decidedBy: DecidedBy) {
        let open = blocks[slot.index]
        outcomes.append(
            .cut(
                Block(
                    key: open.key, prefix: open.prefix, first: open.first, last: open.last, lines: Int(open.lines),
                    decidedBy: decidedBy, isFirstCut: !open.wasJudged)))
        blocks[slot.index].isJudged = true
        blocks[slot.index].wasJudged = true
        blocks[slot.index].queuedCut = .distantFuture
    }

    private func isCutPending(_ slot: Slot) -> Bool {
        !blocks[slot.index].isJudged && !prefixes.isPartial(blocks[slot.index].prefix)
    }

    private func silenceThatCuts(_ slot: Slot) -> Duration {
        prefixes.isOnlyBeginning(blocks[slot.index].prefix) ? rules.unfinishedAfter : rules.quietAfter
    }

    /// Enters the block's next cut, unless an entry at that time or before is there already.
    mutating func queueCut(_ slot: Slot) {
        guard isCutPending(slot) else { return }
        let deadline = blocks[slot.index].last + silenceThatCuts(slot)
        guard deadline < blocks[slot.index].queuedCut else { return }
        blocks[slot.index].queuedCut = deadline
        cuts.insert(DeadlineQueue.Entry(deadline: deadline, block: blocks[slot.index].key, slot: slot))
    }

    /// The true deadline of the cut that the entry stands for; nil where it stands for none any more.
    private func cutDeadline(of entry: DeadlineQueue.Entry) -> Stamp? {
        let open = blocks[entry.slot.index]
        guard open.isOpen, open.key == entry.block, open.queuedCut == entry.deadline, isCutPending(entry.slot) else {
            return nil
        }
        return open.last + silenceThatCuts(entry.slot)
    }

    /// The latest stamp of the block that the first of `silences` stands for; moves or removes the entry where it
    /// is not that. Nil where the block's life is over.
    private mutating func trueSilence(of entry: DeadlineQueue.Entry) -> Stamp? {
        let open = blocks[entry.slot.index]
        guard open.isOpen, open.key == entry.block, slots[entry.block] == entry.slot else {
            _ = silences.removeFirst()
            return nil
        }
        if open.last != entry.deadline {
            silences.replaceFirst(
                with: DeadlineQueue.Entry(deadline: open.last, block: entry.block, slot: entry.slot))
        }
        return open.last
    }

    /// Whether all its replicas have been deleted: as many deletions as orders to delete.
    private func wasDeleted(_ slot: Slot) -> Bool {
        var deleted = 0
        var invalidated = 0
        var prefix = blocks[slot.index].prefix
        while prefix != .empty {
            switch prefixes.lastEvent(of: prefix) {
            case .deleting: deleted += 1
            case .invalidated: invalidated += 1
            default: break
            }
            prefix = prefixes.parent(of: prefix)
        }
        return invalidated > 0 && deleted >= invalidated
    }
}
