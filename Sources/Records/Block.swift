/// What made a block's sequence be judged.
package enum DecidedBy: String, Sendable, Hashable, CaseIterable {
    /// No line for as long as the configuration says.
    case quiet
    /// As `quiet`, of a block whose replicas have all been deleted.
    case deleted
    /// More blocks were open than the memory bound allows; this one had been quiet longest.
    case evicted
    /// The end of a replay.
    case end
}

/// The number that an open block has for as long as it is open; then another one gets it. For tables beside that of the
/// open blocks.
package struct Slot: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }
}

/// A block's life so far, handed out at a cut to be judged.
package struct Block: Sendable, Hashable {
    package var key: BlockKey
    package var slot: Slot
    /// The events so far, the first `blocks.max_events` of them.
    package var prefix: PrefixID
    /// The earliest and the latest stamp of its lines.
    package var first: Stamp
    package var last: Stamp
    /// Number of its lines; greater than the prefix's length where that was cut short.
    package var lines: Int
    package var decidedBy: DecidedBy
    /// Whether no cut of this life was handed out before.
    package var isFirstCut: Bool

    package init(
        key: BlockKey, slot: Slot = Slot(rawValue: 0), prefix: PrefixID, first: Stamp, last: Stamp, lines: Int,
        decidedBy: DecidedBy, isFirstCut: Bool = true
    ) {
        self.key = key
        self.slot = slot
        self.prefix = prefix
        self.first = first
        self.last = last
        self.lines = lines
        self.decidedBy = decidedBy
        self.isFirstCut = isFirstCut
    }
}

/// A model's judgement of a block.
package struct Verdict: Sendable, Hashable {
    package var block: Block
    /// From 0 (normal) to 1.
    package var score: Float
    /// Abnormal from here on.
    package var threshold: Float

    package init(block: Block, score: Float, threshold: Float) {
        self.block = block
        self.score = score
        self.threshold = threshold
    }

    package var isAbnormal: Bool { score >= threshold }
}
