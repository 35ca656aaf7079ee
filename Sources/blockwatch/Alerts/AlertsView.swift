import Alerting
import Records
import Tailing

/// What becomes of an alerts file's lines: paragraphs, the lines themselves, or a summary.
struct AlertsView {
    enum Form { case paragraphs, json, summary }

    let form: Form
    let filter: AlertFilter
    let colours: Colours
    private var reader = AlertReader()
    private var summary = AlertSummary()
    private(set) var shown = 0

    init(_ form: Form, _ filter: AlertFilter) {
        self.form = form
        self.filter = filter
        colours = .ofStandardOutput
    }

    /// How many alerts there were, shown or not.
    var alerts: Int { reader.alerts }

    mutating func take(_ batch: LineBatch) {
        var output: [UInt8] = []
        var alerts: [(ReadAlert, ArraySlice<UInt8>)] = []
        reader.read(batch) { if filter.admits($0) { alerts.append(($0, $1)) } }
        for (alert, line) in alerts {
            add(alert, line, to: &output)
            shown += 1
        }
        StandardOutput.write(output)
    }

    /// Says which lines of the file were no alerts, since it last said so.
    mutating func reportStrangers(in path: String) {
        guard let strangers = reader.takeStrangers() else { return }
        let (name, count) = (path.asPlainText, strangers.count)
        StandardError.write(
            "\(name): \(count == 1 ? "1 line is no alert" : "\(count) lines are no alerts") "
                + "(torn, or of another program or version), \(count == 1 ? "" : "the first ")at byte \(strangers.first)\n"
        )
    }

    /// What is said when everything has been read.
    func finish(_ path: String) {
        if form == .summary { return StandardOutput.write(summary.text) }
        if shown > 0 { return }
        let name = path.asPlainText
        StandardError.write(
            alerts == 0 ? "\(name) holds no alerts\n" : "none of the \(alerts) alerts in \(name) matches\n")
    }

    private mutating func add(_ alert: ReadAlert, _ line: ArraySlice<UInt8>, to output: inout [UInt8]) {
        switch form {
        case .summary: summary.add(alert)
        // Escaped it is the same JSON, and only text to a terminal.
        case .json:
            output += (StandardOutput.isTerminal ? Array(line.asPlainText.utf8) : Array(line)) + Array("\n".utf8)
        case .paragraphs: output += ((shown == 0 ? "" : "\n") + AlertText(alert, colours).text).utf8
        }
    }
}
