import Records

/// What a block's events say of its replicas.
package struct Replicas: Sendable, Hashable {
    /// That DataNodes began to receive (E5), have received (E9, E6), and that the NameNode has stored (E26).
    package let begun: Int
    package let received: Int
    package let stored: Int
    /// Whether the NameNode ordered the block's deletion (E23).
    package let isDeletionOrdered: Bool

    package init(_ events: [EventKind]) { self.init(counts: events.counts) }

    /// - Parameter counts: by the event's number.
    init(counts: [Int]) {
        begun = counts[5]
        received = counts[9] + counts[6]
        stored = counts[26]
        isDeletionOrdered = counts[23] > 0
    }

    /// The rule of severity: critical is a block of which the NameNode knows fewer replicas than DataNodes began to
    /// receive, and whose deletion nobody ordered.
    package var severity: Alert.Severity { stored < begun && !isDeletionOrdered ? .critical : .warning }

    /// Why it is that one; a sentence.
    package var severityReason: String {
        let facts = "\(words(begun)) begun, \(stored) stored"
        switch (severity, isDeletionOrdered) {
        case (.critical, _): return "Critical: \(facts), and nobody ordered the block's deletion: data may be lost."
        case (.warning, true): return "A warning: the block's deletion was ordered, so no data is missed (\(facts))."
        case (.warning, false): return "A warning: as many replicas were stored as were begun (\(facts))."
        }
    }

    /// Like `2 replicas begun, 1 received, 0 stored`.
    var story: String { "\(words(begun)) begun, \(received) received, \(stored) stored" }

    private func words(_ count: Int) -> String { count == 1 ? "1 replica" : "\(count) replicas" }
}
