import Alerting
import Records

/// Which alerts somebody wants to see; each list holds what may be, an empty one everything.
struct AlertFilter {
    /// Bounds of when it was raised, both included.
    var since: Stamp?
    var until: Stamp?
    var blocks: Set<String> = []
    var severities: Set<Alert.Severity> = []
    /// Names or globs of the logs that the evidence stood in, with or without their directories.
    var logs: [String] = []
    /// Events that the evidence holds.
    var events: Set<EventKind> = []

    func admits(_ alert: ReadAlert) -> Bool {
        if let since, alert.emittedAt < since { return false }
        if let until, alert.emittedAt > until { return false }
        return (blocks.isEmpty || blocks.contains(alert.block))
            && (severities.isEmpty || severities.contains(alert.severity))
            && (events.isEmpty || alert.evidence.contains { events.contains($0.event) })
            && (logs.isEmpty || alert.evidence.compactMap(\.file).contains(where: isWanted))
    }

    private func isWanted(_ path: String) -> Bool {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return logs.contains { $0 == path || matches(path, glob: $0) || matches(name, glob: $0) }
    }
}
