import Records

/// Why a model does not fit the logs; while it does not, no alert is raised.
package enum Misfit: Sendable, Hashable, CustomStringConvertible {
    /// More than a fifth of the lines that name a block match no template.
    case unknownLines(unknown: Int, of: Int)
    /// Events that every normal training sequence has stand in none of the lives judged so far.
    case missingEvents([EventKind], lives: Int)

    package var description: String {
        switch self {
        case .unknownLines(let unknown, let total):
            return "\(unknown) of the \(total) lines that name a block match no template that the model knows; "
                + "it was trained on other logs than these"
        case .missingEvents(let kinds, let lives):
            let names = kinds.map(\.name).joined(separator: ", ")
            return "none of the \(lives) blocks judged so far has the event \(names), which every normal block has; "
                + "a part of the cluster's logs is not followed: "
                + "follow every DataNode's log and the active NameNode's"
        }
    }
}

/// Counts what the contract's rule on models that do not fit asks for. Knows no model: a reload keeps the counts.
package struct ModelFit: Sendable, Hashable {
    /// The rule counts from the 1,000th line that names a block, and from the 100th life judged.
    private static let linesAtLeast = 1000
    private static let livesAtLeast = 100
    /// Where the events of one kind of node are all missing and the other's are there, fewer lives say so: the log of
    /// one of many DataNodes may not come to a hundred blocks in a day, and each would be an alert.
    private static let livesOfOneSide = 20

    package private(set) var linesWithBlock = 0
    package private(set) var linesUnknown = 0
    package private(set) var livesJudged = 0
    /// Bit n is set once a judged life had the event with raw value n.
    private var eventsSeen: UInt32 = 0

    package init() {}

    /// A line that names a block.
    package mutating func countLine(_ kind: EventKind) {
        linesWithBlock += 1
        if kind == .unknown { linesUnknown += 1 }
    }

    /// A judgement of a life that holds `events`.
    package mutating func countJudgement(of events: EventSet, isFirst: Bool) {
        if isFirst { livesJudged += 1 }
        eventsSeen |= events.bits
    }

    /// Why a model does not fit what was counted; nil where it does, or not enough has been seen.
    /// - Parameter required: the events that every normal sequence of the model's training data has.
    package func misfit(required: [EventKind]) -> Misfit? {
        if linesWithBlock >= Self.linesAtLeast && linesUnknown * 5 > linesWithBlock {
            return .unknownLines(unknown: linesUnknown, of: linesWithBlock)
        }
        if required.allSatisfy(wasSeen) { return nil }
        let missing = required.filter { !wasSeen($0) }
        let isPartial =
            livesJudged >= Self.livesAtLeast || (livesJudged >= Self.livesOfOneSide && isOneSided(required))
        return missing.isEmpty || !isPartial ? nil : .missingEvents(missing, lives: livesJudged)
    }

    private func wasSeen(_ kind: EventKind) -> Bool { eventsSeen & (1 << UInt32(kind.rawValue)) != 0 }

    /// Whether a NameNode's log is followed and no DataNode's, or the other way round: one's events were seen and all
    /// required ones of the other were not. One's events alone can be a single block's fault; 20 blocks' they are not.
    private func isOneSided(_ required: [EventKind]) -> Bool {
        let nameNodes = required.filter(\.isNameNodes)
        let dataNodes = required.filter { !$0.isNameNodes }
        guard !nameNodes.isEmpty && !dataNodes.isEmpty else { return false }
        func isAbsent(_ kinds: [EventKind]) -> Bool { !kinds.contains(where: wasSeen) }
        // A write that was cut off has neither E9, E11 nor E26: only what DataNodes have done without the NameNode's
        // knowledge, or the reverse, counts.
        return isAbsent(nameNodes) != isAbsent(dataNodes)
    }

    package func encode(into writer: inout StateWriter) {
        for count in [linesWithBlock, linesUnknown, livesJudged] { writer.write(Int64(count)) }
        writer.write(eventsSeen)
    }

    package init(from reader: inout StateReader) throws {
        linesWithBlock = try reader.readCounter()
        linesUnknown = try reader.readCounter()
        livesJudged = try reader.readCounter()
        eventsSeen = try reader.read()
    }
}
