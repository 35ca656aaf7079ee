import Records

/// Index of an open block in the ``BlockTable``.
struct Slot: RawRepresentable, Hashable, Sendable {
    let rawValue: UInt32
    var index: Int { Int(rawValue) }
}

/// Open blocks by deadline, the earliest first, equal ones in the order of their block's number: a binary heap.
///
/// It does not know when a deadline moved; whoever takes an entry compares it with the block's own.
struct DeadlineQueue: Sendable {
    struct Entry: Sendable, Hashable {
        var deadline: Stamp
        var block: BlockKey
        var slot: Slot

        fileprivate func precedes(_ other: Entry) -> Bool {
            deadline == other.deadline ? block < other.block : deadline < other.deadline
        }
    }

    private var heap: [Entry] = []

    var count: Int { heap.count }
    var first: Entry? { heap.first }

    mutating func insert(_ entry: Entry) {
        heap.append(entry)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].precedes(heap[parent]) else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    mutating func removeFirst() -> Entry {
        heap.swapAt(0, heap.count - 1)
        let first = heap.removeLast()
        siftDown()
        return first
    }

    /// As removing the first and inserting `entry`, in one pass.
    mutating func replaceFirst(with entry: Entry) {
        heap[0] = entry
        siftDown()
    }

    private mutating func siftDown() {
        var parent = 0
        while true {
            var least = 2 * parent + 1
            guard least < heap.count else { return }
            if least + 1 < heap.count && heap[least + 1].precedes(heap[least]) { least += 1 }
            guard heap[least].precedes(heap[parent]) else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
