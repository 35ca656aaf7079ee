import Records

/// An alert as a line of an alerts file tells it: the contract's keys. Its texts are data, and hostile.
package struct ReadAlert: Sendable, Hashable, Decodable {
    /// A line that moved the score, or the first of a kind of trouble; `line`, `file` and `offset` are nil where they were
    /// not known any more.
    package struct Evidence: Sendable, Hashable, Decodable {
        package var event: EventKind
        package var template: String
        package var line: String?
        package var file: String?
        package var offset: UInt64?
        package var contribution: Double
    }

    /// Which model judged.
    package struct Model: Sendable, Hashable, Decodable {
        package var name: String
        package var sha256: String
    }

    package var schema: Int
    package var id: String
    package var state: Alert.State
    /// The id of the alert that this one takes back.
    package var resolves: String?
    package var block: String
    package var score: Double
    package var threshold: Double
    package var severity: Alert.Severity
    package var reason: String
    package var decidedBy: String
    package var firstSeen: Stamp
    package var lastSeen: Stamp
    package var emittedAt: Stamp
    package var lines: Int
    package var events: [EventKind]
    /// The most telling first.
    package var evidence: [Evidence]
    package var model: Model

    enum CodingKeys: String, CodingKey {
        case schema, id, state, resolves, block, score, threshold, severity, reason, lines, events, evidence, model
        case decidedBy = "decided_by"
        case firstSeen = "first_seen"
        case lastSeen = "last_seen"
        case emittedAt = "emitted_at"
    }
}

extension ReadAlert {
    /// The hosts that its evidence's lines name, each once, in the order in which they are named.
    package var hosts: [String] {
        var hosts: [String] = []
        for host in evidence.compactMap(\.line).flatMap(HostNames.find) where !hosts.contains(host) {
            hosts.append(host)
        }
        return hosts
    }
}
