import ArgumentParser
import Detector
import Records
import Tailing

extension Alert.Severity: ExpressibleByArgument {}
extension EventKind: ExpressibleByArgument {
    /// From its name.
    public init?(argument: String) { self.init(name: argument) }
}

struct AlertsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts", abstract: "Read an alerts file: a paragraph for each alert, the newest last.",
        discussion: """
            Times are in the local zone (TZ). Options narrow down what is shown: an alert must match each of them, and of \
            one that is given several times any. Lines that are no alerts are counted on standard error.
            """)

    @Argument(
        help: "The alerts file, plain or .gz; - is standard input; the daemon's, with its rotated files, if not given.",
        completion: .file())
    var file: String?

    @Option(
        help: "The daemon's configuration file, for alerts.file; /etc/blockwatch/blockwatch.yaml if not given.",
        completion: .file())
    var config: String?

    @Flag(help: "Go on as the file grows, also through rotation, until stopped (with --since 0s only what is new).")
    var follow = false

    @Option(
        help: """
            Raised then or later: 2024-03-01T08:00:00Z, 2024-03-01, "2024-03-01 08:00", 08:00 (today), or a span back \
            from now: 30m, 2h, 3d.
            """, transform: TimeBound.moment)
    var since: Stamp?

    @Option(help: "Raised then or earlier, likewise.", transform: TimeBound.moment)
    var until: Stamp?

    @Option(help: "Of this block (blk_...).", transform: { try BlockKey.named($0).description })
    var block: [String] = []

    @Option(help: "Of this severity: warning or critical.")
    var severity: [Alert.Severity] = []

    @Option(name: .customLong("file"), help: "With evidence from this log: a path, a name or a glob.")
    var log: [String] = []

    @Option(help: "With this event among its evidence: E1 to E30, or unknown.")
    var template: [EventKind] = []

    @Flag(help: "Print the lines as they stand in the file.")
    var json = false

    @Flag(help: "Print counts instead: by severity, hour, event and host.")
    var summary = false

    func validate() throws {
        if summary && (follow || json) { throw ValidationError("--summary goes neither with --follow nor with --json") }
        if let since, let until, until < since { throw ValidationError("--until is earlier than --since") }
    }

    func run() throws {
        let path = try file ?? ConfigurationFile.alertsPath(config)
        let filter = AlertFilter(
            since: since, until: until, blocks: Set(block), severities: Set(severity), logs: log,
            events: Set(template))
        var view = AlertsView(summary ? .summary : json ? .json : .paragraphs, filter)
        if follow {
            StandardOutput.endWell()
            return try AlertLines(path: path).follow { batch in
                view.take(batch)
                view.reportStrangers(in: batch.path)
            }
        }
        for former in file == nil ? RotatedFiles.of(path) : [] {
            do {
                try read(former, &view)
            } catch let fault as any Fault {
                StandardError.write("warning: \(fault.plainText)\n")
            }
        }
        do {
            try read(path, &view)
        } catch let error as FileError where error.errno == ErrnoText.missing && view.alerts > 0 {
            // Rotated, and not made anew yet.
        }
        view.finish(path)
    }

    private func read(_ path: String, _ view: inout AlertsView) throws {
        // What was good before a damage has been shown; the rest of the words come all the same.
        defer { view.reportStrangers(in: path) }
        try AlertLines(path: path).read { view.take($0) }
    }
}
