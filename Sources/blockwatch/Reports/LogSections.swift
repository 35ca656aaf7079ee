import Detector
import Reporting
import Training

/// What only logs tell, as sections of ``ExplorationPage``.
struct LogSections {
    let logs: ExplorationResult.Logs
    let isLabelled: Bool
    let words: ExplorationWords

    private var tables: LogTables { LogTables(logs: logs, isLabelled: isLabelled) }

    var all: [Section] { [files, lives, silences] }

    private var files: Section {
        let unmatched = logs.files.flatMap { file in file.unmatched.map { [file.path, $0] } }
        let lines = Table(
            columns: [.text("file"), .text("line")], rows: unmatched,
            caption: "The first lines that name a block and match no template")
        return Section(
            "Files",
            [.table(tables.files)] + (unmatched.isEmpty ? [] : [.table(lines)]) + [
                .table(tables.periods), .table(tables.days),
            ])
    }

    private func curve(_ name: String, _ spans: Distribution) -> LineChart.Series? {
        guard spans.count > 0 else { return nil }
        return LineChart.Series(
            name, spans.curve { Double($0) / 1000 }, .holdingForward)
    }

    private var lives: Section {
        let curves =
            [curve("a write", logs.lives.writesMs)]
            + logs.lives.durationsMs.classes.map {
                curve($0.name == "all" ? "a life" : "a life, \($0.name)", $0.figure)
            }
        return Section(
            "Lives", note: words.lives,
            [
                .lineChart(
                    LineChart(
                        "How long writes and lives take",
                        caption:
                            "Share of the blocks whose write (from the first line to the first rest) or life takes at most "
                            + "so long.",
                        x: Axis("seconds", .log), y: Axis("blocks, %", range: 0...100), series: curves.compactMap { $0 }
                    )),
                .table(tables.spans),
            ])
    }

    private var silences: Section {
        let silences = logs.lives.silences
        let curves = [
            curve("before the first rest", silences.unfinishedMs), curve("at rest", silences.atRestMs),
            curve("at work again", silences.atWorkAgainMs),
        ]
        return Section(
            "Silences", note: words.quietAfter,
            [
                .lineChart(
                    LineChart(
                        "The longest silence of each block that lines ended",
                        caption:
                            "Share of the blocks that are silent at most so long, by what they are at. A quiet_after to the "
                            + "right of the curve before the first rest judges no unfinished write.",
                        x: Axis("seconds", .log), y: Axis("blocks, %", range: 0...100),
                        series: curves.compactMap { $0 },
                        references: [.vertical("quiet_after = 10m, the default", x: 600)])),
                .table(tables.quietAfter), .paragraph(tables.advice),
            ])
    }
}
