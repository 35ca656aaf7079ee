import Detector
import Records
import Reporting
import Training

/// What `explore` found out of logs as tables, for the terminal and for the report.
struct LogTables {
    let logs: ExplorationResult.Logs
    /// Whether some lives have a label.
    let isLabelled: Bool

    private func table(_ titles: [String], _ rows: [[String]]) -> Table {
        Table(columns: titles.enumerated().map { $0 == 0 ? .text($1) : .number($1) }, rows: rows)
    }

    var files: Table {
        table(
            ["file", "lines", "bytes", "layout", "no header", "name a block", "unmatched"],
            logs.files.map { file in
                [
                    Self.shortened(file.path), file.lines.grouped, Self.size(file.bytes), Self.layout(file),
                    file.linesWithoutHeader.grouped, file.linesWithBlock.grouped, file.linesUnmatched.grouped,
                ]
            })
    }

    var periods: Table {
        table(
            ["file", "first stamp", "last stamp"],
            logs.files.map { [Self.shortened($0.path), $0.first?.rfc3339 ?? "none", $0.last?.rfc3339 ?? "none"] })
    }

    /// The end of a path tells more than its beginning.
    private static func shortened(_ path: String) -> String {
        let name = path == "-" ? "standard input" : path.split(separator: "/").last.map(String.init) ?? path
        let text = name.asPlainText
        return text.count > 28 ? "…" + text.suffix(27) : text
    }

    private static func size(_ bytes: Int) -> String {
        bytes < 10_000_000 ? "\((bytes + 999) / 1000) kB" : "\(bytes / 1_000_000) MB"
    }

    private static func layout(_ file: LogTally) -> String {
        switch (file.hdfsV1Lines, file.log4jLines) {
        case (0, 0): "none"
        case (_, 0): "HDFS_v1"
        case (0, _): "log4j"
        default: "both"
        }
    }

    var days: Table {
        table(
            ["day (UTC)", "lines", "blocks begun"], logs.days.map { [$0.date, $0.lines.grouped, $0.blocks.grouped] })
    }

    /// How long lives, writes and silences are.
    var spans: Table {
        let lives = logs.lives
        let rows =
            [("a write, from the first line to the first rest", lives.writesMs)]
            + lives.durationsMs.named.map { name, figure in
                (name == "all" ? "a life, from the first line to the last" : "a life, \(name)", figure)
            } + [
                ("longest silence before the first rest", lives.silences.unfinishedMs),
                ("longest silence at rest", lives.silences.atRestMs),
                ("longest silence at work again", lives.silences.atWorkAgainMs),
            ]
        let percents = Distribution.percents.filter { $0 > 1 }
        return table(
            ["how long", "blocks"] + percents.map { "\($0)\u{A0}%" } + ["max"],
            rows.filter { $0.1.count > 0 }.map { name, figure in
                [name, figure.count.grouped]
                    + percents.map { figure.quantile($0).map { Amounts.span(milliseconds: $0) } ?? "" }
                    + [figure.max.map { Amounts.span(milliseconds: $0) } ?? ""]
            })
    }

    var quietAfter: Table {
        var table = table(
            ["quiet_after", "judged, then go on", "share", "write unfinished"]
                + (isLabelled ? ["of these normal"] : []) + ["at work again", "only begun"],
            logs.lives.quietAfter.map { quiet in
                [
                    Amounts.setting(seconds: quiet.quietAfter), quiet.judgedAgain.grouped,
                    Amounts.percent(quiet.judgedAgain, of: logs.lives.lives - logs.lives.partial),
                    quiet.judgedUnfinished.grouped,
                ] + (isLabelled ? [quiet.judgedUnfinishedNormal.grouped] : [])
                    + [quiet.judgedAtWorkAgain.grouped, quiet.onlyBegun.grouped]
            })
        table.highlighted = logs.lives.quietAfter.firstIndex { $0.quietAfter == advised?.quietAfter }
        return table
    }

    /// The shortest with fewer than one block in a thousand judged before its write was done.
    private var advised: QuietFigures? {
        logs.lives.quietAfter.first { $0.judgedUnfinished * 1000 < logs.lives.lives - logs.lives.partial }
    }

    var advice: String {
        let lives = logs.lives
        if lives.writesMs.count == 0 {
            return "No block is ever seen at rest: follow every DataNode's log and the active NameNode's together, or "
                + "these silences say nothing about finished writes."
        }
        guard let advised, let figures = lives.quietAfter.first(where: { $0.quietAfter == 600 }) else {
            return
                "Even of an hour's silence many writes come back: check that all nodes' logs are here and that their "
                + "clocks agree before choosing blocks.quiet_after."
        }
        let shortest = Amounts.setting(seconds: advised.quietAfter)
        return
            "\(shortest)\(advised == figures ? ", the default," : "") is the shortest quiet_after here at which fewer than one "
            + "block in a thousand is judged before its write is done (\(advised.judgedUnfinished.grouped)"
            + (advised == figures ? "" : "; the default, 10m: \(figures.judgedUnfinished.grouped)")
            + "); a shorter one tells of aborted writes sooner, and takes more alerts back."
    }
}
