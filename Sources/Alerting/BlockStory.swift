import Records

/// What a block's events say in words.
package struct BlockStory {
    private let block: Block
    private let eventCount: Int
    private let counts: [Int]
    let replicas: Replicas
    /// Events that tell of something that went wrong, and how to say it.
    private static let troubles: [(kind: Int, words: String)] = [
        (20, "a DataNode was told to delete a replica that it did not have"),
        (28, "a replica was reported that belongs to no file"),
        (14, "receiving a replica failed"), (7, "writing a replica failed"), (10, "a packet responder failed"),
        (12, "passing the block on to the next DataNode failed"), (8, "a packet responder was interrupted"),
        (17, "copying a replica to another DataNode failed"), (13, "an empty packet was received"),
        (15, "a replica's file was written anew in the middle"), (1, "a block was added that existed already"),
        (19, "the block was reopened"), (24, "a replication was dropped, for the block belongs to no file"),
        (27, "a replica was reported that the NameNode had already"), (29, "a replication timed out"),
    ]

    private static let troubleKinds = EventSet(troubles.map { EventKind.e($0.kind) })

    /// Whether the event tells of something that went wrong.
    package static func isTrouble(_ event: EventKind) -> Bool { troubleKinds.contains(event) }

    /// The indices of the first event of each kind of trouble.
    static func firstTroubles(in events: [EventKind]) -> [Int] {
        var seen = EventSet()
        return events.indices.filter { index in
            defer { seen.insert(events[index]) }
            return isTrouble(events[index]) && !seen.contains(events[index])
        }
    }

    package init(_ block: Block, _ events: [EventKind]) {
        self.block = block
        eventCount = events.count
        counts = events.counts
        replicas = Replicas(counts: counts)
    }

    /// One sentence. `mostTelling` is the event that moved the score most.
    package func sentence(_ state: Alert.State, mostTelling: EventKind?) -> String {
        if state == .resolved {
            return "\(block.key) is normal again after \(block.lines) lines: "
                + "\(replicas.story)\(limit)."
        }
        if replicas.severity == .critical {
            return
                "The write of \(block.key) has not finished: \(replicas.story)\(silence)\(trouble.map { "; \($0)" } ?? "")\(limit)."
        }
        if let trouble { return "\(block.key) lives an abnormal life: \(trouble)\(silence)\(limit)." }
        let most = mostTelling.map { " (most of all \($0.name), \($0.words))" } ?? ""
        return "\(block.key) does not live as normal blocks do: the order or number of its \(block.lines) lines' "
            + "events\(most)\(silence)\(limit)."
    }

    /// Said where the sequence was longer than `blocks.max_events`.
    private var limit: String {
        block.lines > eventCount ? "; judged by the first \(eventCount) of its \(block.lines) lines" : ""
    }

    private var trouble: String? { Self.troubles.first { counts[$0.kind] > 0 }?.words }

    private var silence: String {
        switch block.decidedBy {
        case .quiet, .deleted: ", and nothing more since \(block.last.rfc3339)"
        case .evicted: ", when there was no more room to wait for it"
        case .end: ", when the log ended"
        }
    }
}

extension EventKind {
    /// The published template in words: `Served block … to …`.
    fileprivate var words: String {
        guard (1...30).contains(rawValue) else { return "a line that matches no template" }
        let pieces = PublishedTemplates.texts[Int(rawValue) - 1].split(separator: "<*>")
        return pieces.map { $0.drop { $0 == " " } }.joined(separator: " … ")
    }
}
