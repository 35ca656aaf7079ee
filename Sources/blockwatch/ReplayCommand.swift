import Alerting
import ArgumentParser
import Detector
import Records
import Reporting

extension Replay.OpenAtEnd: ExpressibleByArgument {}

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Read logs once, to the end, and say what the daemon would have said.",
        discussion: """
            Several logs are merged by their time stamps. Alerts go to standard output as JSON lines, a summary to \
            standard error.
            """)

    @Option(help: "The configuration; the defaults if not given.", completion: .file())
    var config: String?

    @Option(help: "The model file; the configuration's if not given.", completion: .file())
    var model: String?

    @Option(help: "The blocks' labels (BlockId,Label), to compare the alerts with.", completion: .file())
    var labels: String?

    @Option(
        help: "Write the alerts there instead of to standard output; what stood there is replaced.", completion: .file()
    )
    var alerts: String?

    @Option(help: "Also write the summary there, as one JSON object.", completion: .file())
    var summary: String?

    @Option(help: "What becomes of the blocks that are still open at the end.")
    var openAtEnd = Replay.OpenAtEnd.judge

    @Argument(help: "Logs, plain or .gz; - is standard input.", completion: .file())
    var logs: [String]

    func validate() throws {
        if let alerts, alerts == summary { throw ValidationError("--alerts and --summary name the same file") }
        if logs.isEmpty { throw ValidationError("name at least one log") }
        for (index, path) in logs.enumerated() where logs[..<index].contains(path) {
            throw ValidationError("\(path) is named twice; each log is read once")
        }
    }

    func run() throws {
        let configuration = try ConfigurationFile.load(config)
        let equipment = try Equipment(modelPath: try model ?? configuration.model.path ?? ShippedModel.path())
        let known = try labels.map(LabelFile.read)
        let sink = try AlertSink(path: alerts)
        let summaryFile = try summary.map { try StreamedFile(path: $0) }
        var replay = try Replay(logs, configuration, equipment, labels: known, write: sink.write)
        let result: ReplaySummary
        do {
            result = try replay.run(openAtEnd: openAtEnd)
        } catch {
            // What was good before the damage has been judged; it is not lost.
            try sink.close()
            throw error
        }
        try sink.close()
        try summaryFile?.write(Array(result.json.utf8))
        try summaryFile?.finish()
        StandardError.write(result.text)
        if let misfit = replay.misfit {
            StandardError.write(
                "Alerts are held back since the model does not fit these logs: \(misfit). "
                    + "\(replay.withheld) abnormal verdicts were held back; model.force: true lets them out.\n")
        }
    }
}

/// Takes a replay's alerts: to standard output, or to a file that appears when it is whole.
private struct AlertSink {
    private let file: StreamedFile?

    /// - Throws: `FileError`.
    init(path: String?) throws { file = try path.map { try StreamedFile(path: $0) } }

    func write(_ alerts: [Alert]) throws {
        let lines = alerts.flatMap(AlertLine.encode)
        if let file { try file.write(lines) } else { StandardOutput.write(lines) }
    }

    func close() throws { try file?.finish() }
}

extension ReplaySummary {
    /// For people.
    fileprivate var text: String {
        var text =
            "\(counters.lines) lines (\(counters.withoutBlock) without a block, \(counters.unmatched) unmatched, "
            + "\(counters.late) late, \(overlongLines) overlong) of \(blocks) blocks (\(partialBlocks) older than the log) "
            + "in \(seconds) s: \(alerts) alerts, \(firedBlocks) blocks fired\n"
        if counters.lines > 0 && counters.withoutBlock == counters.lines {
            text += "no line names a block: are these logs of HDFS?\n"
        }
        if evictedBlocks > 0 { text += "\(evictedBlocks) blocks were judged and dropped at blocks.max_open\n" }
        if linesBeyondMaxEvents > 0 {
            text += "\(linesBeyondMaxEvents) lines beyond blocks.max_events: their blocks were judged without them\n"
        }
        if let confusion {
            text +=
                "against the labels of \(confusion.total) blocks: F1 \(confusion.f1.text(decimals: 5)), "
                + "precision \(confusion.precision.text(decimals: 5)), recall \(confusion.recall.text(decimals: 5)); "
                + "\(confusion.tp) found, \(confusion.fp) false alarms, \(confusion.fn) missed, "
                + "\(confusion.tn) rightly passed\n"
        }
        return text
    }
}
