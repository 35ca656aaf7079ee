import Detector
import Records
import Reporting

/// A ``Status`` for people. Names of files are made safe for a terminal.
struct StatusText {
    private static let columns = 18
    private(set) var text = ""

    init(_ status: Status) {
        add("health", status.health.words)
        add("running", "version \(status.version), pid \(status.pid), for \(Self.span(status.uptimeSeconds))")
        let model = status.model
        add("model", "\(model.name), \(model.sha256.prefix(12)), abnormal from \(model.threshold) on")
        add(
            "",
            model.misfit.map { "does not fit, so no alert is raised: \($0)" }
                ?? "fits these logs, as far as they were read")
        let reading = status.reading
        add(
            "reading",
            reading.logs == 0
                ? "nothing: no log has been found that input.files names"
                : "\(reading.logs) \(reading.logs == 1 ? "log" : "logs"), \(reading.bytes) bytes read, \(reading.lagBytes) still to read"
        )
        add(
            "lines",
            "\(reading.lines), of them \(reading.linesWithoutBlock) name no block, \(reading.linesUnmatched) match no template; "
                + "\(reading.linesPerSecond.text(decimals: 1)) a second")
        let blocks = status.blocks
        add("blocks", "\(blocks.open) open, \(blocks.firing) of them firing")
        add("lives", "\(blocks.lives), of them \(blocks.livesJudged) judged, \(blocks.livesPartial) partial")
        let alerts = status.alerts
        add(
            "alerts",
            "\(alerts.firing) fired (\(alerts.critical) critical, \(alerts.warning) warning), \(alerts.resolved) resolved, "
                + "\(alerts.waiting) waiting to be written")
        add("last checkpoint", status.checkpointAgeSeconds.map { Self.span($0) + " ago" } ?? "none yet")
        add("last reload", status.reload.map(Self.words) ?? "none")
        addLosses(status)
        addInputs(status.inputs)
    }

    private mutating func addLosses(_ status: Status) {
        let lost = Loss.allCases.filter { status.count($0) > 0 }
        if lost.isEmpty { return add("lost", "nothing") }
        for loss in lost { add(loss == lost.first ? "lost" : "", "\(status.count(loss)) \(loss.words)") }
    }

    private mutating func addInputs(_ inputs: [Status.Input]) {
        if inputs.isEmpty { return }
        var table = PlainTable(
            titles: ["log", "layout", "bytes read", "to read", "for", "lines since start", "name a block", "match"])
        for input in inputs {
            let now = input.file.map { $0 == input.path ? "" : " (now \($0))" } ?? " (not there, or not to be read)"
            table.add([
                (input.path + now).asPlainText, input.layout ?? "?", "\(input.offset)",
                input.size == nil ? "?" : "\(input.lagBytes)", Self.span(input.lagSeconds), "\(input.lines)",
                input.linesWithBlock.share(of: input.lines), input.linesMatched.share(of: input.linesWithBlock),
            ])
        }
        text += "\n" + table.text
    }

    private mutating func add(_ name: String, _ value: String) {
        text += name.padded(to: Self.columns) + value.asPlainText + "\n"
    }

    private static func words(_ reload: Status.Reload) -> String {
        span(reload.ageSeconds) + " ago, " + (reload.fault.map { "refused: \($0)" } ?? "taken")
            + reload.needRestart.map { "; \($0) waits for the next start" }.joined()
    }

    /// Like `3 d 4 h`, `2 min 5 s`.
    private static func span(_ seconds: Double) -> String {
        let whole = Int(seconds.isFinite ? min(max(seconds, 0), 1e12) : 0)
        switch whole {
        case ..<60: return "\(whole) s"
        case ..<3600: return "\(whole / 60) min \(whole % 60) s"
        case ..<86400: return "\(whole / 3600) h \(whole / 60 % 60) min"
        default: return "\(whole / 86400) d \(whole / 3600 % 24) h"
        }
    }
}
