import Alerting
import Records

/// Counts of alerts: by severity, by the hour of their blocks' last lines, by the events and the hosts of their evidence.
struct AlertSummary {
    /// So many hosts are listed, those with the most alerts.
    private static let maxHosts = 20
    private static let titleWidth = 60

    private var total = AlertCounts()
    private var blocks: Set<String> = []
    private var hours: [String: AlertCounts] = [:]
    private var events: [EventKind: AlertCounts] = [:]
    private var hosts: [String: AlertCounts] = [:]
    private var first = Stamp.distantFuture
    private var last = Stamp.distantPast

    mutating func add(_ alert: ReadAlert) {
        total.count(alert.state, alert.severity)
        blocks.insert(alert.block)
        // The zone's name tells the hour that is there twice in autumn from itself.
        hours[LocalTime.text(alert.lastSeen, format: "%Y-%m-%d %H:00 %Z"), default: AlertCounts()].count(
            alert.state, alert.severity)
        for event in Set(alert.evidence.map(\.event)) {
            events[event, default: AlertCounts()].count(alert.state, alert.severity)
        }
        for host in alert.hosts { hosts[host, default: AlertCounts()].count(alert.state, alert.severity) }
        first = min(first, alert.emittedAt)
        last = max(last, alert.emittedAt)
    }

    /// Ends with a newline.
    var text: String {
        guard total.all > 0 else { return "no alerts\n" }
        let head =
            "\(total.all) alerts of \(blocks.count) blocks, \(LocalTime.text(first)) to \(LocalTime.text(last))\n"
        let listed = Self.byCount(hosts).prefix(Self.maxHosts)
        let more = hosts.count > listed.count ? "\(hosts.count - listed.count) more hosts\n" : ""
        return [
            head + Self.table("severity", [("all", total)]),
            Self.table("hour of the last line", hours.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }),
            Self.table(
                "event in the evidence",
                events.sorted { ($1.value.all, $0.key.rawValue) < ($0.value.all, $1.key.rawValue) }
                    .map { ($0.key.titled(to: Self.titleWidth), $0.value) }),
            Self.table("host", Array(listed)) + more,
        ].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private static func byCount(_ counts: [String: AlertCounts]) -> [(String, AlertCounts)] {
        counts.sorted { ($1.value.all, $0.key) < ($0.value.all, $1.key) }.map { ($0.key, $0.value) }
    }

    /// Empty where there is nothing to list.
    private static func table(_ title: String, _ rows: [(name: String, count: AlertCounts)]) -> String {
        if rows.isEmpty { return "" }
        var table = PlainTable(titles: [title, "critical", "warning", "resolved"])
        for row in rows {
            table.add([row.name] + [row.count.critical, row.count.warning, row.count.resolved].map(\.description))
        }
        return table.text
    }
}
