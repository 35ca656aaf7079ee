/// The beginning of a block's life, interned: a number that stands for the events so far, in order.
/// Equal prefixes have equal numbers within one ``PrefixTable``; no model is in it.
package struct PrefixID: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    // Of its own, as ``Stamp``'s.
    package static func == (left: PrefixID, right: PrefixID) -> Bool { left.rawValue == right.rawValue }

    /// The prefix without events.
    package static let empty = PrefixID(rawValue: 0)
    package var index: Int { Int(rawValue) }
}

/// All event prefixes of the open blocks, as one tree: blocks live the same few lives, so a block holds a number and
/// the events stand here once. 24 bytes a prefix.
///
/// It only grows; ``compact(keeping:)`` makes a smaller one of the prefixes that are still held.
package struct PrefixTable: Sendable {
    private struct Node {
        var parent: UInt32
        var firstChild: UInt32 = 0
        var nextSibling: UInt32 = 0
        var length: UInt16
        /// Orders to delete a replica, less deletions. Where it would not fit, it stays at the end of its range: then
        /// there were so many more of one kind that the other, in what is left of 65,535 events, does not catch up.
        var undeleted: Int16 = 0
        /// The bits of ``EventSet``.
        var kinds: UInt32 = 0
        var kind: UInt8
        var flags: UInt8
    }

    /// How many events a prefix holds at most.
    package static let maxLength = Int(UInt16.max)

    private static let onlyBeginning: UInt8 = 1
    private static let partial: UInt8 = 2
    private static let ordered: UInt8 = 4

    private var nodes: [Node]

    package init() {
        nodes = [Node(parent: 0, length: 0, kind: 0, flags: Self.onlyBeginning)]
    }

    /// Number of prefixes, the empty one included; ids are from 0 to `count - 1`, a child's greater than its parent's.
    package var count: Int { nodes.count }

    /// The prefix that `prefix` becomes with one more event; it must be shorter than ``maxLength``.
    package mutating func child(of prefix: PrefixID, _ kind: EventKind) -> PrefixID {
        // In the order in which they came first, so that frequent ones stand in front.
        var sibling = nodes[prefix.index].firstChild
        var latest: UInt32 = 0
        while sibling != 0 {
            if nodes[Int(sibling)].kind == kind.rawValue { return PrefixID(rawValue: sibling) }
            latest = sibling
            sibling = nodes[Int(sibling)].nextSibling
        }
        let parent = nodes[prefix.index]
        precondition(parent.length < Self.maxLength, "a prefix holds at most 65,535 events")
        var flags = parent.flags
        if !kind.isBeginning { flags &= ~Self.onlyBeginning }
        if parent.length == 0 && !kind.isBeginning { flags |= Self.partial }
        var undeleted = parent.undeleted
        if kind == .invalidated {
            flags |= Self.ordered
            undeleted = min(undeleted, .max - 1) + 1
        } else if kind == .deleting {
            undeleted = max(undeleted, .min + 1) - 1
        }
        let id = UInt32(nodes.count)
        nodes.append(
            Node(
                parent: prefix.rawValue, length: parent.length + 1,
                undeleted: undeleted, kinds: parent.kinds | 1 << UInt32(kind.rawValue), kind: kind.rawValue,
                flags: flags))
        if latest == 0 { nodes[prefix.index].firstChild = id } else { nodes[Int(latest)].nextSibling = id }
        return PrefixID(rawValue: id)
    }

    /// Which events it has.
    package func kinds(of prefix: PrefixID) -> EventSet { EventSet(bits: nodes[prefix.index].kinds) }

    /// What can be asked of a prefix without walking through it.
    package struct Traits: Sendable, Hashable {
        /// Whether all events are beginnings (E5, E22); true for the empty prefix.
        package let isOnlyBeginning: Bool
        /// Whether the first event is none that a life begins with.
        package let isPartial: Bool
        /// Whether all replicas have been deleted: as many deletions as orders to delete.
        package let isDeleted: Bool

        /// Those of the prefix without events.
        package static let ofEmpty = Traits(isOnlyBeginning: true, isPartial: false, isDeleted: false)
    }

    /// Its ``Traits``.
    package func traits(of prefix: PrefixID) -> Traits {
        let node = nodes[prefix.index]
        return Traits(
            isOnlyBeginning: node.flags & Self.onlyBeginning != 0, isPartial: node.flags & Self.partial != 0,
            isDeleted: node.flags & Self.ordered != 0 && node.undeleted <= 0)
    }

    /// The prefix without its last event; the empty prefix is its own parent.
    package func parent(of prefix: PrefixID) -> PrefixID { PrefixID(rawValue: nodes[prefix.index].parent) }

    /// The last event; padding for the empty prefix.
    package func lastEvent(of prefix: PrefixID) -> EventKind { EventKind(rawValue: nodes[prefix.index].kind) }

    /// Number of events.
    package func length(of prefix: PrefixID) -> Int { Int(nodes[prefix.index].length) }

    /// The events from the first to the last.
    package func events(of prefix: PrefixID) -> [EventKind] {
        var events: [EventKind] = []
        events.reserveCapacity(length(of: prefix))
        var node = prefix
        while node != .empty {
            events.append(lastEvent(of: node))
            node = parent(of: node)
        }
        events.reverse()
        return events
    }

    /// How often each event occurs: `counts` becomes that [``EventKind/vocabularySize``].
    package func count(_ prefix: PrefixID, into counts: inout [Int]) {
        for event in counts.indices { counts[event] = 0 }
        var node = prefix.index
        while node != 0 {
            counts[Int(nodes[node].kind)] += 1
            node = Int(nodes[node].parent)
        }
    }

    /// Interns a whole sequence.
    package mutating func intern(_ events: [EventKind]) -> PrefixID {
        var prefix = PrefixID.empty
        for event in events { prefix = child(of: prefix, event) }
        return prefix
    }

    /// Drops every prefix that is not in `held` or a beginning of one that is.
    /// - Returns: for each old number its new one; numbers of dropped prefixes map to the empty prefix.
    package mutating func compact(keeping held: some Swift.Sequence<PrefixID>) -> [PrefixID] {
        var keep = [Bool](repeating: false, count: nodes.count)
        keep[0] = true
        for prefix in held {
            var node = prefix.index
            while !keep[node] {
                keep[node] = true
                node = Int(nodes[node].parent)
            }
        }
        var renumbered = [PrefixID](repeating: .empty, count: nodes.count)
        var smaller = PrefixTable()
        // A parent's number is smaller than its children's, so it is renumbered before them.
        for old in nodes.indices.dropFirst() where keep[old] {
            renumbered[old] = smaller.child(
                of: renumbered[Int(nodes[old].parent)], EventKind(rawValue: nodes[old].kind))
        }
        self = smaller
        return renumbered
    }
}
