import Records

/// One key of the configuration: how its text becomes a value. The list ``all`` is the only place that names keys.
package struct Setting: Sendable {
    /// As in the file, its levels joined by points: `input.files`.
    package let key: String
    let read: @Sendable (inout Configuration, SettingValue) throws -> Void

    /// `input.files` is `BLOCKWATCH_INPUT_FILES`.
    package var variable: String {
        "BLOCKWATCH_" + String(key.map { $0 == "." ? "_" : Character($0.uppercased()) })
    }

    package static let all: [Setting] = [
        Setting(key: "input.files") { $0.input.files = try $1.list() },
        Setting(key: "input.exclude") { $0.input.exclude = try $1.list() },
        Setting(key: "input.start") { $0.input.start = try $1.choice() },
        Setting(key: "input.max_line_bytes") { $0.input.maxLineBytes = try $1.number(in: 1024...(1 << 30)) },
        Setting(key: "input.merge_window") { $0.input.mergeWindow = try $1.duration() },
        Setting(key: "input.idle_after") { $0.input.idleAfter = try $1.duration() },
        Setting(key: "input.timezone") { $0.input.timezone = try $1.timezone() },
        Setting(key: "input.from") { $0.input.from = try $1.choice() },
        Setting(key: "blocks.quiet_after") { $0.blocks.quietAfter = try $1.positiveDuration() },
        Setting(key: "blocks.unfinished_after") { $0.blocks.unfinishedAfter = try $1.positiveDuration() },
        Setting(key: "blocks.idle_after") { $0.blocks.idleAfter = try $1.positiveDuration() },
        Setting(key: "blocks.forget_after") { $0.blocks.forgetAfter = try $1.positiveDuration() },
        Setting(key: "blocks.max_open") { $0.blocks.maxOpen = try $1.number(in: 1...100_000_000) },
        Setting(key: "blocks.max_events") { $0.blocks.maxEvents = try $1.number(in: 1...65535) },
        Setting(key: "model.path") { $0.model.path = try $1.optionalText() },
        Setting(key: "model.force") { $0.model.force = try $1.flag() },
        Setting(key: "alerts.file") { $0.alerts.file = try $1.optionalText() },
        Setting(key: "alerts.journald") { $0.alerts.journald = try $1.flag() },
        Setting(key: "alerts.threshold") { $0.alerts.threshold = try $1.optionalFraction() },
        Setting(key: "state.directory") { $0.state.directory = try $1.optionalText() },
        Setting(key: "state.checkpoint_every") { $0.state.checkpointEvery = try $1.duration() },
        Setting(key: "metrics.listen") { $0.metricsListen = try $1.optionalAddress() },
        Setting(key: "control.socket") { $0.controlSocket = try $1.optionalText() },
        Setting(key: "kafka.brokers") { $0.kafka.brokers = try $1.text() },
        Setting(key: "kafka.lines_topic") { $0.kafka.linesTopic = try $1.text() },
        Setting(key: "kafka.alerts_topic") { $0.kafka.alertsTopic = try $1.text() },
        Setting(key: "kafka.checkpoints_topic") { $0.kafka.checkpointsTopic = try $1.text() },
        Setting(key: "kafka.group") { $0.kafka.group = try $1.text() },
        Setting(key: "kafka.settings") { $0.kafka.settings = try $1.map() },
    ]

    /// The keys above the last level, like `input`.
    static let sections = Set(all.compactMap { $0.key.split(separator: ".").first.map(String.init) })
}
