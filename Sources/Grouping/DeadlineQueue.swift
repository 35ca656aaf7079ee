import Records

/// Open blocks by deadline, the earliest first, equal ones in the order of their block's number: a calendar queue
/// (R. Brown, CACM 31(10), 1988). Those of the next few seconds are in a heap, the others in buckets, as mere slots.
///
/// It does not know when a deadline moved: whoever asks for the next entry says what the block's true one is.
struct DeadlineQueue: Sendable {
    struct Entry: Sendable, Comparable {
        var deadline: Stamp
        var block: BlockKey
        var slot: Slot

        static func < (left: Entry, right: Entry) -> Bool {
            left.deadline.rawValue == right.deadline.rawValue
                ? left.block.number < right.block.number : left.deadline.rawValue < right.deadline.rawValue
        }
    }

    /// A bucket holds the deadlines of 2^14 ms.
    private static let bucketBits: Int64 = 14

    private var near = Heap<Entry>()
    /// The latest bucket whose entries are in `near`.
    private var nearBucket = Int64.min
    /// Slots alone: an entry whose block has ended stands for the slot's next one, which has an entry of its own; of two
    /// that then stand for one deadline the first takes effect, and ``next(dueAt:in:_:)`` finds the second one void.
    private var later: [Int64: [Slot]] = [:]
    /// The bucket that an entry was put into last, which the next ones most often belong into, too; not in `later`.
    private var latest: (bucket: Int64, slots: [Slot]) = (.min, [])
    /// The keys of `later`, and the latest bucket.
    private var buckets = Heap<Int64>()

    mutating func insert(_ deadline: Stamp, _ slot: Slot, _ block: BlockKey) {
        let bucket = deadline.rawValue >> Self.bucketBits
        if bucket <= nearBucket {
            near.insert(Entry(deadline: deadline, block: block, slot: slot))
        } else {
            if bucket != latest.bucket { turn(to: bucket) }
            latest.slots.append(slot)
        }
    }

    private mutating func turn(to bucket: Int64) {
        if !latest.slots.isEmpty { later[latest.bucket] = latest.slots }
        let slots = later.removeValue(forKey: bucket)
        latest = (bucket, slots ?? [])
        if slots == nil { buckets.insert(bucket) }
    }

    /// Takes out the earliest entry, if it is due at `now`.
    /// - Parameter move: is told an open block and where its entry stands, in milliseconds; gives the block's true deadline,
    ///   nil where the entry is void. Later than where it stands, the entry moves there.
    mutating func next(
        dueAt now: Stamp, in blocks: inout [OpenBlock], _ move: (inout OpenBlock, ClosedRange<Int64>) -> Stamp?
    ) -> Entry? {
        while true {
            while let entry = near.first {
                guard entry.deadline.rawValue <= now.rawValue else { return nil }
                near.removeFirst()
                guard blocks[entry.slot.index].isOpen, blocks[entry.slot.index].key.number == entry.block.number,
                    let deadline = move(
                        &blocks[entry.slot.index], entry.deadline.rawValue...entry.deadline.rawValue)
                else { continue }
                if deadline.rawValue == entry.deadline.rawValue { return entry }
                insert(deadline, entry.slot, entry.block)
            }
            guard let bucket = buckets.first, bucket << Self.bucketBits <= now.rawValue else { return nil }
            open(bucket, &blocks, move)
        }
    }

    private mutating func open(
        _ bucket: Int64, _ blocks: inout [OpenBlock], _ move: (inout OpenBlock, ClosedRange<Int64>) -> Stamp?
    ) {
        nearBucket = bucket
        let start = bucket << Self.bucketBits
        if bucket != latest.bucket { turn(to: bucket) }
        buckets.removeFirst()
        let slots = latest.slots
        latest = (.min, [])
        for slot in slots where blocks[slot.index].isOpen {
            if let deadline = move(&blocks[slot.index], start...start + (1 << Self.bucketBits) - 1) {
                insert(deadline, slot, blocks[slot.index].key)
            }
        }
    }
}
