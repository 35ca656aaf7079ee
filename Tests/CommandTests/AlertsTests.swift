import Foundation
import Records
import TestSupport
import Testing

struct AlertsTests {
    let directory = try! TemporaryDirectory()
    let alerts = try! AlertsFile()

    /// `blockwatch alerts` on the file `a`, two hours ahead of UTC.
    func run(_ arguments: [String] = [], environment: [String: String] = [:]) throws -> Run {
        try directory.write("a", alerts.text)
        let zone = ["TZ": "XYZ-2"].merging(environment) { $1 }
        return try Run(blockwatch, ["alerts", directory.file("a")] + arguments, environment: zone)
    }

    /// The blocks of the paragraphs.
    func blocks(_ output: String) -> [String] {
        output.matches(of: #/(?m)^(?:CRITICAL|WARNING) (?:firing|resolved) (blk_-?\d+), /#).map { String($0.output.1) }
    }

    @Test func aParagraphForEachAlertNewestLast() throws {
        let run = try run()
        #expect(run.status == 0 && run.errors == "" && !run.output.contains("\u{1B}"))
        let paragraphs = run.output.components(separatedBy: "\n\n")
        let expected = try alerts.alerts
        try #require(paragraphs.count == expected.count)
        for (paragraph, alert) in zip(paragraphs, expected) {
            let evidence = try #require((alert["evidence"] as? [[String: Any]])?.first)
            for key in ["id", "block", "state", "reason", "decided_by", "resolves"] {
                if let value = alert[key] as? String { #expect(paragraph.contains(value), "\(key): \(paragraph)") }
            }
            let places = [
                (alert["severity"] as? String ?? "?").uppercased(),
                "\(evidence["file"] as? String ?? "?") at byte \(evidence["offset"] as? Int ?? -1)",
                "> \(evidence["event"] ?? "")",
                "> \(evidence["line"] as? String ?? "?")", " XYZ",
            ]
            for place in places { #expect(paragraph.contains(place), "\(place): \(paragraph)") }
            #expect(paragraph.contains(#/events +E(5|22)/#))
            let named = paragraph.components(separatedBy: "\n  hosts")[0].matches(of: #/\d+\.\d+\.\d+\.\d+/#)
            let hosts = Set(named.map(\.output)).sorted()
            let listed = paragraph.firstMatch(of: #/hosts +(.*)/#)?.output.1.split(separator: ", ").sorted()
            #expect(hosts == listed ?? [], "\(paragraph)")
        }
        #expect(blocks(run.output) == expected.map { $0["block"] as? String ?? "" })
    }

    @Test func timesAreInTheLocalZone() throws {
        try directory.write(
            "b",
            alerts.lines[0].replacing(/"(first_seen|emitted_at)":"[^"]*"/) { match in
                "\"\(match.output.1)\":\"2024-02-29T23:30:00Z\""
            })
        let run = try Run(blockwatch, ["alerts", directory.file("b")], environment: ["TZ": "XYZ-2"])
        #expect(
            run.output.contains(", raised 2024-03-01 01:30:00 XYZ\n")
                && run.output.contains(", 2024-03-01 01:30:00 XYZ to "))
    }

    @Test func filters() throws {
        let expected = try alerts.alerts
        func ids(_ arguments: [String]) throws -> [String] {
            let run = try run(arguments + ["--json"])
            #expect(run.status == 0, "\(run.errors)")
            return try alertLines(Array(run.output.utf8)).map(id)
        }
        func expect(_ arguments: [String], _ admits: ([String: Any], [[String: Any]]) -> Bool) throws {
            let wanted = expected.filter { admits($0, $0["evidence"] as? [[String: Any]] ?? []) }.map(id)
            #expect(try ids(arguments) == wanted && !wanted.isEmpty && wanted.count < expected.count, "\(arguments)")
        }
        let block = try #require(expected[1]["block"] as? String)
        for name in [block, block + "_1001", String(block.dropFirst(4))] {
            try expect(["--block=" + name]) { alert, _ in alert["block"] as? String == block }
        }
        for severity in ["warning", "critical"] {
            try expect(["--severity", severity]) { alert, _ in alert["severity"] as? String == severity }
        }
        for log in ["slow.log", "*/slow.log", "slow*", "*low.lo?"] {
            try expect(["--file", log]) { $1.contains { ($0["file"] as? String ?? "").hasSuffix("/slow.log") } }
        }
        let event = try #require((expected[0]["evidence"] as? [[String: Any]])?.first?["event"] as? String)
        try expect(["--template", event, "--file", "sick.log"]) { alert, evidence in
            evidence.contains { $0["event"] as? String == event }
                && evidence.contains { ($0["file"] as? String ?? "").hasSuffix("/sick.log") }
        }
        #expect(try ids(["--severity", "warning", "--severity", "critical"]) == expected.map(id))
    }

    @Test func boundsOfTime() throws {
        let stamps = ["2024-03-01T05:59:59Z", "2024-03-01T06:00:00.500Z", "2024-03-01T22:00:00Z"]
        let now = ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: -3000))
        let text = zip(alerts.lines, stamps + [now]).map { line, stamp in
            line.replacing(/"emitted_at":"[^"]*"/, with: "\"emitted_at\":\"\(stamp)\"")
        }.joined()
        try directory.write("b", text)
        let cases: [([String], [Int])] = [
            (["--since", "2024-03-01T06:00:00Z"], [1, 2, 3]), (["--since", "2024-03-01T08:00:00+02:00"], [1, 2, 3]),
            (["--since", "2024-03-01 08:00"], [1, 2, 3]), (["--until", "2024-03-01 08:00:00.500"], [0, 1]),
            (["--since", "2024-03-02"], [2, 3]), (["--since", "2024-03-01", "--until", "2024-03-02"], [0, 1, 2]),
            (["--since", "2h"], [3]), (["--since", "30m"], []), (["--until", "30m"], [0, 1, 2, 3]),
            (["--until", "1w"], [0, 1, 2]),
        ]
        for (arguments, expected) in cases {
            let run = try Run(
                blockwatch, ["alerts", directory.file("b"), "--json"] + arguments, environment: ["TZ": "XYZ-2"])
            let wanted = expected.map { text.split(separator: "\n")[$0] + "\n" }.joined()
            #expect(run.status == 0 && run.output == wanted, "\(arguments)")
        }
    }

    @Test func jsonIsWhatStandsInTheFile() throws {
        #expect(try run(["--json"]).output == alerts.text)
        let piped = try Run(blockwatch, ["alerts", "-", "--json"], input: alerts.text)
        #expect(piped.output == alerts.text)
        #expect(try Run("/bin/gzip", [directory.file("a")]).status == 0)
        #expect(try Run(blockwatch, ["alerts", directory.file("a.gz"), "--json"]).output == alerts.text)
        let none = try run(["--json", "--block", "blk_1"])
        #expect(none.status == 0 && none.output == "")
        #expect(none.errors.contains("none of the \(alerts.lines.count) alerts in"))
    }

    @Test func theSummaryCountsEachAlert() throws {
        let run = try run(["--summary"])
        let expected = try alerts.alerts
        func count(_ state: String, _ severity: String? = nil) -> Int {
            expected.count {
                $0["state"] as? String == state && (severity == nil || $0["severity"] as? String == severity)
            }
        }
        let cells = [count("firing", "critical"), count("firing", "warning"), count("resolved")].map { "\($0)" }
        let tables = run.output.components(separatedBy: "\n\n").map { $0.split(separator: "\n").map(String.init) }
        try #require(tables.count == 4, "\(run.output)")
        #expect(tables[0][0].hasPrefix("\(expected.count) alerts of ") && tables[0][0].hasSuffix(" XYZ"))
        #expect(tables[0].last?.split(separator: " ").map(String.init) == ["all"] + cells)
        for table in tables.dropFirst() {
            // Columns stand below each other.
            #expect(Set(table.map(\.count)).count == 1, "\(table)")
        }
        func numbers(_ row: String) -> [Int] { row.split(separator: " ").suffix(3).compactMap { Int($0) } }
        let sums = (0..<3).map { column in tables[1].dropFirst().reduce(0) { $0 + numbers($1)[column] } }
        #expect(sums.map { "\($0)" } == cells, "\(tables[1])")
        // An alert counts for each event of its evidence.
        for row in tables[2].dropFirst() {
            let event = String(row.prefix { $0 != " " })
            let having = expected.filter { alert in
                (alert["evidence"] as? [[String: Any]])?.contains { $0["event"] as? String == event } == true
            }
            #expect(numbers(row).reduce(0, +) == having.count && !having.isEmpty, "\(row)")
        }
    }

    @Test func coloursOnATerminalAlone() throws {
        try directory.write("a", alerts.text)
        func shown(_ environment: [String: String]) throws -> String {
            let command = "'\(blockwatch)' alerts '\(directory.file("a"))'"
            let terminal = ["TERM": "xterm", "NO_COLOR": ""].merging(environment) { $1 }
            return try Run("/usr/bin/script", ["-qec", command, "/dev/null"], environment: terminal).output
        }
        #expect(try shown([:]).contains("\u{1B}[1;31mCRITICAL\u{1B}[0m firing"))
        #expect(try !shown(["NO_COLOR": "1"]).contains("\u{1B}") && !shown(["TERM": "dumb"]).contains("\u{1B}"))
    }

    /// A file of somebody else's making, with what we would never write.
    @Test func hostileTextStaysText() throws {
        let hostile = "\\u001b[2J\\u009b31m\\u202e\\r\\n\u{9B}31m\u{202E}\u{7F}10.0.0.1:80"
        var line = alerts.lines[0]
        for key in ["id", "block", "reason", "decided_by", "template", "line", "file", "name", "sha256"] {
            line = line.replacing(try Regex("\"\(key)\":\"[^\"]*\"")) { _ in "\"\(key)\":\"\(hostile)\"" }
        }
        let id = "\\u001b[2J\\u009b31m\\u202e\\r\\n\u{9B}31m"
        let back = line.replacing("\"state\":\"firing\"", with: "\"state\":\"resolved\",\"resolves\":\"\(hostile)\"")
        let file = try directory.write(
            "a\u{1B}[2J", line + "\u{1B}[2J\n" + back.replacing(hostile, with: id, maxReplacements: 1))
        let shown = [["alerts", file], ["alerts", file, "--summary"], ["alerts", file, "--file", "*"]]
        let explained = [
            "explain", "--model", shippedModel, "--alert",
            "\u{1B}[2J\u{9B}31m\u{202E}\r\n\u{9B}31m\u{202E}\u{7F}10.0.0.1", "--alerts", file,
        ]
        for arguments in shown + [explained] {
            let run = try Run(blockwatch, arguments)
            #expect(run.status == 0 && run.output.contains("10.0.0.1"))
            let dangers = (run.output + run.errors).unicodeScalars.filter { $0.isDangerous && $0 != "\n" }
            #expect(dangers.isEmpty, "\(dangers.map(\.value))")
        }
        #expect(try Run(blockwatch, ["alerts", file, "--json"]).output.hasPrefix(line))
        let terminal = try Run("/usr/bin/script", ["-qec", "'\(blockwatch)' alerts --json '\(file)'", "/dev/null"])
            .output
        #expect(!terminal.unicodeScalars.contains { $0.isDangerous && !"\r\n".unicodeScalars.contains($0) })
        #expect(try alertLines(Array(terminal.split(separator: "\r\n")[0].utf8) + [10]).count == 1)
    }

    /// The daemon's files: the rotated ones first, whatever has become of one of them.
    @Test func rotatedFilesAreRead() throws {
        let config = try directory.write("c.yaml", "alerts: {file: \(directory.file("alerts.jsonl"))}\n")
        func run() throws -> Run { try Run(blockwatch, ["alerts", "--config", config, "--json"]) }
        try directory.write("alerts.jsonl.2", alerts.lines[0])
        try #require(try Run("/bin/gzip", [directory.file("alerts.jsonl.2")]).status == 0)
        try directory.write("alerts.jsonl.1", alerts.lines[1])
        // Renamed, and not made anew yet.
        #expect(try run().output == alerts.lines[...1].joined())
        try directory.write("alerts.jsonl", alerts.lines[2])
        #expect(try run().output == alerts.lines[...2].joined())
        let packed = try directory.read("alerts.jsonl.2.gz")
        try directory.write("alerts.jsonl.2.gz", packed.prefix(packed.count / 2))
        let damaged = try run()
        #expect(damaged.status == 0 && damaged.output == alerts.lines[1...2].joined())
        #expect(damaged.errors.contains("warning: \(directory.file("alerts.jsonl.2.gz"))"))
        let known = try alertLines(Array(alerts.lines[1].utf8)).map(id)[0]
        let explained = try Run(
            blockwatch, ["explain", "--config", config, "--model", shippedModel, "--alert", known])
        #expect(explained.status == 0 && explained.errors.contains("warning: "), "\(explained.errors)")
    }

    @Test func strangersAreCountedAndPassedOver() throws {
        let text = "nothing\n" + alerts.lines[0] + alerts.lines[1].prefix(40) + "\n\n" + alerts.lines[2].prefix(50)
        try directory.write("b", text)
        let run = try Run(blockwatch, ["alerts", directory.file("b"), "--json"])
        #expect(run.status == 0 && run.output == alerts.lines[0])
        #expect(run.errors.contains("/b: 3 lines are no alerts") && run.errors.contains("the first at byte 0"))
        // More events, or evidence, than an alert has.
        let many = alerts.lines[0].replacing(
            /"events":\[/, with: "\"events\":[" + String(repeating: "\"E5\",", count: 70_000))
        let evidence = try #require(alerts.lines[0].firstMatch(of: /"evidence":\[(\{.*?\})[,\]]/)).output.1
        let much = alerts.lines[0].replacing(
            /"evidence":\[/, with: "\"evidence\":[" + String(repeating: evidence + ",", count: 5))
        try directory.write("d", many + much + alerts.lines[1])
        let both = try Run(blockwatch, ["alerts", directory.file("d"), "--json"])
        #expect(both.output == alerts.lines[1] && both.errors.contains("/d: 2 lines are no alerts"), "\(both.errors)")
        try directory.write("c", "\(alerts.lines[0])\(String(repeating: "x", count: 3_000_000))\n\(alerts.lines[1])")
        let long = try Run(blockwatch, ["alerts", directory.file("c"), "--json"])
        #expect(
            long.output == alerts.lines[0] + alerts.lines[1] && long.errors.contains("1 line is longer than any alert"))
    }

    @Test func exitCodes() throws {
        try directory.write("a", alerts.text)
        let (file, config) = (directory.file("a"), directory.file("c.yaml"))
        try directory.write("c.yaml", "alerts: {file: \(file)}\n")
        try directory.write("o.yaml", "alerts: {file: '-'}\n")
        try #require(try Run("/bin/sh", ["-c", "gzip -c '\(file)' | head -c 900 > '\(file).gz'"]).status == 0)
        let cases: [(arguments: [String], status: Int32, words: String)] = [
            (["--config", config], 0, ""), ([directory.file("none")], 66, "there is no such file"),
            ([directory.file("none"), "--follow"], 66, "there is no such file"),
            ([directory.path], 74, "is a directory"), ([file + ".gz"], 65, "ends in the middle"),
            (["--config", directory.file("no.yaml")], 66, "no such file"),
            (["--config", directory.file("o.yaml")], 64, "alerts.file is standard output"),
            ([file, "--since", "yesterday"], 64, "a time like 2024-03-01T08:00:00Z"),
            ([file, "--since", "1h", "--until", "2h"], 64, "--until is earlier"),
            ([file, "--summary", "--json"], 64, "--summary goes"), ([file, "--severity", "fatal"], 64, "fatal"),
            ([file, "--template", "E31"], 64, "E31"), ([file, "--block", "7b"], 64, "a block like blk_-123"),
        ]
        for (arguments, status, words) in cases {
            let run = try Run(blockwatch, ["alerts"] + arguments)
            #expect(run.status == status && run.errors.contains(words) || words == "", "\(arguments): \(run.errors)")
        }
        try directory.write("e", "")
        #expect(try Run(blockwatch, ["alerts", directory.file("e")]).errors.contains("holds no alerts"))
    }

    @Test(.enabled(if: AlertSchema.canValidate, "python3-jsonschema is not installed"))
    func eachAlertObeysTheSchema() throws { #expect(try AlertSchema.faults(in: alerts.text) == "") }
}
