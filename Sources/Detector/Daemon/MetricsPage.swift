/// A ``Status`` in Prometheus's text format.
struct MetricsPage {
    private enum Kind: String { case counter, gauge }

    private(set) var text = ""

    init(_ status: Status) {
        add("build_info", .gauge, "The running version.", 1, ["version": status.version])
        add(
            "model_info", .gauge, "The model in use.", 1,
            ["name": status.model.name, "sha256": status.model.sha256])
        add("model_threshold", .gauge, "A score from here on is abnormal.", status.model.threshold)
        add(
            "model_fits", .gauge, "Whether the model fits the logs; while it does not, no alert is raised.",
            status.model.fits ? 1 : 0)
        add("uptime_seconds", .gauge, "Since the start.", status.uptimeSeconds)
        add("ready", .gauge, "Whether following has begun.", status.ready ? 1 : 0)
        add("healthy", .gauge, "Whether all outputs can be written.", status.health.isOK ? 1 : 0)
        addReading(status.reading)
        addBlocks(status.blocks)
        addAlerts(status.alerts)
        if let age = status.checkpointAgeSeconds {
            add("checkpoint_age_seconds", .gauge, "Since the last checkpoint.", age)
        }
        if let reload = status.reload {
            add(
                "config_last_reload_successful", .gauge, "Whether the last reload was taken.",
                reload.fault == nil ? 1 : 0)
            add("config_last_reload_age_seconds", .gauge, "Since the last reload.", reload.ageSeconds)
        }
        for loss in Loss.allCases {
            add(loss.name + "_total", .counter, "Lost or passed over: \(loss.words).", status.count(loss))
        }
    }

    private mutating func addReading(_ reading: Status.Reading) {
        add("logs", .gauge, "Logs that are followed.", reading.logs)
        add("lag_bytes", .gauge, "Bytes that are known to be there and have not been read.", reading.lagBytes)
        add("read_bytes_total", .counter, "Bytes read, uncompressed.", reading.bytes)
        add("lines_total", .counter, "Lines taken.", reading.lines)
        add("lines_without_block_total", .counter, "Lines that name no block.", reading.linesWithoutBlock)
        add("lines_unmatched_total", .counter, "Lines that name a block and match no template.", reading.linesUnmatched)
    }

    private mutating func addBlocks(_ blocks: Status.Blocks) {
        add("blocks_open", .gauge, "Blocks whose lives go on.", blocks.open)
        add("blocks_firing", .gauge, "Open blocks with an alert that stands.", blocks.firing)
        add("lives_total", .counter, "Lives of blocks begun, partial ones included.", blocks.lives)
        add(
            "lives_partial_total", .counter, "Lives whose beginning was not seen; they are not judged.",
            blocks.livesPartial)
        add("lives_judged_total", .counter, "Lives judged at least once.", blocks.livesJudged)
    }

    private mutating func addAlerts(_ alerts: Status.Alerts) {
        let name = "alerts_raised_total"
        add(name, .counter, "Alerts raised.", alerts.critical, ["state": "firing", "severity": "critical"])
        addSample(name, "\(alerts.warning)", ["state": "firing", "severity": "warning"])
        addSample(name, "\(alerts.resolved)", ["state": "resolved", "severity": "warning"])
        add("alerts_waiting", .gauge, "Alerts that wait for the alerts file.", alerts.waiting)
    }

    private mutating func add(
        _ name: String, _ kind: Kind, _ help: String, _ value: some Numeric,
        _ labels: KeyValuePairs<String, String> = [:]
    ) {
        text += "# HELP blockwatch_\(name) \(help)\n# TYPE blockwatch_\(name) \(kind.rawValue)\n"
        addSample(name, "\(value)", labels)
    }

    private mutating func addSample(_ name: String, _ value: String, _ labels: KeyValuePairs<String, String>) {
        let list = labels.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
        text += "blockwatch_\(name)\(list.isEmpty ? "" : "{\(list)}") \(value)\n"
    }

    private static func escaped(_ value: String) -> String {
        value.unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
