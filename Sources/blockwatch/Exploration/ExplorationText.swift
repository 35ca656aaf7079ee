import Records
import Reporting
import Training

/// What `explore` found out, for a terminal.
struct ExplorationText {
    private let result: ExplorationResult
    private let tables: ExplorationTables

    init(_ result: ExplorationResult) {
        self.result = result
        tables = ExplorationTables(exploration: result.exploration, width: 64, templateWidth: 46)
    }

    private var exploration: Exploration { result.exploration }

    var text: String { sections.map { title, parts in Self.section(title, parts) }.joined(separator: "\n") }

    private var sections: [(String, [String])] {
        let words = ExplorationWords(result: result)
        var sections: [(String, [String])] = []
        if let logs = result.logs {
            let tables = LogTables(logs: logs, isLabelled: exploration.rows.labelled > 0)
            let unmatched = logs.files.flatMap(\.unmatched).map { "unmatched: \($0.prefix(107))\n" }.joined()
            sections += [
                ("Files", [Self.plain(tables.files), unmatched, Self.plain(tables.periods), Self.plain(tables.days)]),
                ("Lives", [Self.wrapped(words.lives ?? ""), Self.plain(tables.spans)]),
                (
                    "Silences: what blocks.quiet_after would do",
                    [Self.plain(tables.quietAfter), Self.wrapped(words.quietAfter), Self.wrapped(tables.advice)]
                ),
            ]
        }
        sections += [
            ("Classes", [Self.plain(tables.classes), Self.wrapped(words.classes)]),
            ("Lengths", [Self.plain(tables.lengths)]),
            ("Events", [Self.plain(tables.events)]),
            (
                "Repeats",
                [tables.coverage, tables.mostFrequent, tables.mostFrequentAbnormal].compactMap { $0.map(Self.plain) }
            ),
        ]
        if exploration.contradictions != nil {
            sections.append(
                (
                    "Contradictory labels",
                    [Self.plain(tables.contradictions)] + tables.contradictoryExamples.map { Self.plain($0) }
                ))
        }
        sections.append(("Beginnings", [Self.plain(tables.beginnings), Self.wrapped(words.beginnings)]))
        if let leakage = tables.leakage {
            sections.append(("Leakage between the parts", [Self.plain(leakage), Self.wrapped(words.leakage ?? "")]))
        }
        return sections
    }

    private static func section(_ title: String, _ parts: [String]) -> String {
        "\(title)\n\(String(repeating: "=", count: title.count))\n\n"
            + parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private static func plain(_ table: Table) -> String {
        var plain = PlainTable(titles: table.columns.map { Self.inTwoLines($0.title) })
        for row in table.rows { plain.add(row) }
        return plain.text
    }

    /// A long title with a comma would make its column wider than what stands there.
    private static func inTwoLines(_ title: String) -> String {
        title.count < 15 ? title : title.split(separator: ", ").joined(separator: "\n")
    }

    /// Ends with a newline.
    private static func wrapped(_ text: String, width: Int = 110) -> String {
        var lines = [""]
        for word in text.split(separator: " ") {
            if lines[lines.count - 1].count + word.count + 1 > width { lines.append("") }
            lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
        }
        return text.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    }
}
