import Records

extension Slot {
    // Not in Records: what is called across modules is not inlined.
    var index: Int { Int(rawValue) }
}

/// A block's life so far, as the table holds it.
struct OpenBlock: Sendable, Hashable {
    var key: BlockKey
    var prefix: PrefixID = .empty
    var lines: UInt32 = 0
    var first: Stamp
    var last: Stamp
    /// The deadline of its entry in the queue of cuts; distantFuture where there is none.
    var queuedCut: Stamp = .distantFuture
    /// Whether the cut after its last line has been judged.
    var isJudged = false
    /// Whether any cut of this life has been judged.
    var wasJudged = false
    /// Whether its slot is taken.
    var isOpen = true
    /// Of its prefix.
    var traits = PrefixTable.Traits.ofEmpty

    /// Takes in one more line.
    mutating func add(_ stamp: Stamp) {
        // A block that is read for months can have more lines than that.
        if lines < .max { lines += 1 }
        if stamp.rawValue < first.rawValue { first = stamp }
        if stamp.rawValue > last.rawValue { last = stamp }
        isJudged = false
    }

    var isCutPending: Bool { !isJudged && !traits.isPartial }
}
