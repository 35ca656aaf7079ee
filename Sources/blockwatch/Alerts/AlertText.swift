import Alerting
import Records
import Reporting

/// An alert as a paragraph for people. What data brings into it is only text.
struct AlertText {
    private static let columns = 10
    private static let margin = "  "
    private static let eventsWidth = 240
    private static let lineWidth = 88

    private let alert: ReadAlert
    private let colours: Colours
    /// Ends with a newline.
    private(set) var text = ""

    init(_ alert: ReadAlert, _ colours: Colours) {
        self.alert = alert
        self.colours = colours
        addHead()
        text += Self.margin + alert.reason.asPlainText + "\n"
        addFacts()
        addEvidence()
        let hosts = alert.hosts
        if !hosts.isEmpty { add("hosts", hosts.joined(separator: ", ")) }
        add("alert", "\(alert.id), by the model \(alert.model.name) (\(alert.model.sha256.prefix(12)))")
    }

    private mutating func addHead() {
        let name = colours.severity(alert.severity.rawValue.uppercased(), alert.severity, alert.state)
        text += "\(name) \(alert.state.rawValue) \(colours.bold(alert.block.asPlainText))"
        text += ", raised \(LocalTime.text(alert.emittedAt))\n"
    }

    private mutating func addFacts() {
        if let former = alert.resolves { add("takes back", former) }
        add("score", "\(alert.score.text(decimals: 4)), abnormal from \(Self.short(alert.threshold)) on; \(decision)")
        add("lines", "\(alert.lines), \(LocalTime.text(alert.firstSeen)) to \(LocalTime.text(alert.lastSeen))")
        let left = alert.lines > alert.events.count ? "the last \(alert.events.count): " : ""
        let words = (left + alert.events.folded(to: Self.eventsWidth)).split(separator: " ")
        for (index, line) in Self.wrapped(words).enumerated() { add(index == 0 ? "events" : "", line) }
    }

    /// Each line of evidence with its place; the first is the most telling.
    private mutating func addEvidence() {
        for (index, evidence) in alert.evidence.enumerated() {
            let place = evidence.file.map { file in
                ", \(file)" + (evidence.offset.map { " at byte \($0)" } ?? "")
            }
            let rise = (evidence.contribution < 0 ? "" : "+") + evidence.contribution.text(decimals: 4)
            let mark = index == 0 ? "> " : "  "
            add(index == 0 ? "evidence" : "", mark + "\(evidence.event.name) \(rise)" + (place ?? ""))
            let line = (evidence.line ?? "(the line is not known any more) \(evidence.template)").asPlainText
            let column = Self.margin + String(repeating: " ", count: Self.columns + 1)
            text += column + mark + (index == 0 ? colours.bold(line) : line) + "\n"
        }
    }

    private var decision: String {
        switch DecidedBy(rawValue: alert.decidedBy) {
        case .quiet: "decided when it fell silent (quiet)"
        case .deleted: "decided when its replicas had been deleted (deleted)"
        case .evicted: "decided early, for want of room (evicted)"
        case .end: "decided at the end of the replay (end)"
        case nil: "decided by \(alert.decidedBy)"
        }
    }

    private mutating func add(_ name: String, _ value: String) {
        let space = String(repeating: " ", count: max(0, Self.columns - name.count) + 1)
        text += Self.margin + colours.faint(name) + space + value.asPlainText + "\n"
    }

    private static func short(_ number: Double) -> String {
        var text = number.text(decimals: 4)
        while text.hasSuffix("0") && !text.hasSuffix(".0") { text.removeLast() }
        return text
    }

    private static func wrapped(_ words: [Substring]) -> [String] {
        var lines = [""]
        for word in words {
            let last = lines[lines.count - 1]
            if !last.isEmpty && last.count + 1 + word.count > lineWidth {
                lines.append(String(word))
            } else {
                lines[lines.count - 1] = last.isEmpty ? String(word) : last + " " + word
            }
        }
        return lines
    }
}
