import Foundation
import TestSupport
import Testing

struct ExplainTests {
    private let log = Places.fixture("demo/hdfs.log")

    private func explain(_ words: String...) throws -> Run {
        try Run(blockwatch, ["explain", "--model", shippedModel] + words)
    }

    @Test func aBlockComesToItsScoreLineByLine() throws {
        let alerts = try Run(blockwatch, ["replay", "--model", shippedModel, log]).output
        let alert = try #require(alerts.split(separator: "\n").first { $0.contains("\"critical\"") })
        let block = try #require(alert.firstMatch(of: /"block":"(blk_-?\d+)"/)).output.1
        let lines = try #require(alert.firstMatch(of: /"lines":(\d+)/)).output.1
        let run = try explain("--block", String(block), log)
        #expect(run.status == 0 && run.errors.isEmpty)
        let bytes = try String(contentsOfFile: log, encoding: .utf8)
        for line in bytes.split(separator: "\n") where line.contains(block + " ") || line.hasSuffix(block) {
            #expect(run.output.contains("      \(line)\n"))
        }
        #expect(run.output.split(separator: "\n").count { $0.contains("\(log) at byte ") } == Int(lines))
        #expect(run.output.contains(", abnormal (from 0.5 on)") && run.output.contains("The write of \(block) has not"))
        #expect(run.output.contains("Expected next, for every normal block has them:\n"))
    }

    /// Without logs, the configuration's, with their rotated files; nothing that is no log.
    @Test func theConfigurationsLogsAreRead() throws {
        let directory = try TemporaryDirectory()
        let lines = try String(contentsOfFile: log, encoding: .utf8)
        let middle = lines.index(
            after: try #require(lines[lines.index(lines.startIndex, offsetBy: 8000)...].firstIndex(of: "\n")))
        try directory.write("a.log.1", String(lines[..<middle]))
        try directory.write("a.log", String(lines[middle...]))
        try #require(try Run("/usr/bin/mkfifo", [directory.file("b.log")]).status == 0)
        try directory.write("c.yaml", "input: {files: [\(directory.file("*.log"))]}\n")
        let block = try #require(lines.firstMatch(of: /blk_-?\d+/)).output
        let run = try explain("--config", directory.file("c.yaml"), "--block", String(block))
        let count = lines.split(separator: "\n").count { $0.contains(block + " ") || $0.hasSuffix(block) }
        #expect(run.status == 0 && run.output.split(separator: "\n").count { $0.contains(" at byte ") } == count)
        #expect(run.output.contains("/a.log.1 at byte "))
        try directory.write("c.yaml", "input: {files: []}\n")
        #expect(try explain("--config", directory.file("c.yaml"), "--block", String(block)).status == 64)
    }

    /// What is said is of the latest life.
    @Test func aLifeThatBeginsInTheMiddleIsNotJudged() throws {
        let directory = try TemporaryDirectory()
        let begun = "INFO dfs.DataNode: Receiving block blk_7 src: /10.0.0.1:5 dest: /10.0.0.2:5\n"
        let later = "INFO dfs.DataNode: Verification succeeded for blk_7\n"
        try directory.write("a.log", "240301 080000 1 \(begun)240305 080000 1 \(later)240305 080001 1 \(later)")
        let run = try explain("--block", "blk_7", directory.file("a.log"))
        #expect(run.output.hasSuffix("its beginning is not in them, so it is not judged\n"), "\(run.output)")
        #expect(run.output.contains("-- forgotten after so long a silence"))
    }

    @Test func aLineIsTakenApart() throws {
        let run = try explain(
            "--line", "081109 203518 143 INFO dfs.DataNode: Deleting block blk_9_1001 file /data/\u{1B}[31mblk_9")
        #expect(run.status == 0)
        for row in ["event       E21", "blocks      blk_9", "variable    \"\"", "            \" blk_9_1001 \""] {
            #expect(run.output.contains(row + "\n"), "\(run.output)")
        }
        #expect(!run.output.contains("\u{1B}"), "no line colours a terminal")
        #expect(try explain("--line", "\tat a.b.C").output.contains("belongs to the record before it"))
        #expect(try explain("--line", "081109 203518 143 INFO a: hello").output.contains("none: the line is counted"))
    }

    @Test func anAlertIsExplainedByItsID() throws {
        let directory = try TemporaryDirectory()
        let alerts = directory.file("alerts.jsonl")
        try #require(try Run(blockwatch, ["replay", "--model", shippedModel, log, "--alerts", alerts]).status == 0)
        for alert in try alertLines(Array(directory.read("alerts.jsonl"))) {
            let run = try explain("--alert", id(alert), "--alerts", alerts)
            let severity = try #require(alert["severity"] as? String)
            #expect(run.status == 0 && run.output.hasPrefix(severity.uppercased() + " firing "), "\(run.errors)")
            #expect(run.output.contains(severity == "critical" ? "\nCritical: " : "\nA warning: "))
            let events = try #require(alert["events"] as? [String])
            let steps = run.output.split(separator: "\n").filter { $0.contains(/^ +\d+  E\d+  .*[█·]{20}/) }
            #expect(steps.count == events.count)
            // It ends where the alert's score is.
            let score = try #require(alert["score"] as? Double)
            #expect(steps.last?.contains(String(format: " %.2f ", score)) == true, "\(run.output)")
            #expect(run.output.contains("It stands: "))
        }
    }

    /// In the daemon's files, rotated and packed ones too, by the first digits, with what takes it back.
    @Test func anAlertIsFoundAndWhatTakesItBack() throws {
        let directory = try TemporaryDirectory()
        let alerts = try AlertsFile()
        let index = try #require(try alerts.alerts.firstIndex { $0["state"] as? String == "resolved" })
        let resolved = try alerts.alerts[index]
        let former = try #require(resolved["resolves"] as? String)
        try directory.write("alerts.jsonl.2", alerts.lines[..<index].joined())
        try #require(try Run("/bin/gzip", [directory.file("alerts.jsonl.2")]).status == 0)
        try directory.write("alerts.jsonl", "torn\n" + alerts.lines[index...].joined())
        try directory.write("c.yaml", "alerts: {file: \(directory.file("alerts.jsonl"))}\n")
        let run = try explain("--config", directory.file("c.yaml"), "--alert", String(former.prefix(12)))
        #expect(run.status == 0 && run.output.contains("\nTaken back by \(id(resolved)), raised "), "\(run.errors)")
        let other = try explain("--config", directory.file("c.yaml"), "--alert", id(resolved))
        #expect(other.output.contains(" resolved ") && !other.output.contains("It stands"), "\(other.errors)")
        // Of one file alone.
        #expect(try explain("--alerts", directory.file("alerts.jsonl"), "--alert", former).status == 65)
    }

    /// An alert holds at most 300 events, and may be another model's.
    @Test func whatAnAlertDoesNotTellIsSaid() throws {
        let directory = try TemporaryDirectory()
        let alerts = try AlertsFile()
        let alert = id(try alerts.alerts[0])
        try directory.write("a", alerts.lines[0].replacing(/"lines":\d+/, with: "\"lines\":1000"))
        let long = try explain("--alerts", directory.file("a"), "--alert", alert)
        #expect(long.output.contains("too few to say how the score came about"))
        try directory.write("a", alerts.lines[0].replacing(/"sha256":"[0-9a-f]{64}"/, with: "\"sha256\":\"00\""))
        let other = try explain("--alerts", directory.file("a"), "--alert", alert)
        #expect(other.output.contains("How its events move the score of another model, hdfs-v1 ("))
    }

    @Test func digitsOfSeveralAlertsAreNotEnough() throws {
        let directory = try TemporaryDirectory()
        let alerts = try AlertsFile()
        try directory.write("a", alerts.text)
        let firsts = Dictionary(grouping: try alerts.alerts.map(id)) { $0.prefix(1) }
        let (digit, ids) = try #require(firsts.first { $0.value.count > 1 })
        let run = try explain("--alerts", directory.file("a"), "--alert", String(digit))
        #expect(run.status == 65 && run.errors.contains("the ids of \(ids.count) alerts begin with \(digit)"))
    }

    @Test func exitCodes() throws {
        #expect(try explain().status == 64)
        #expect(try explain("--line", "x", "--block", "blk_1", log).status == 64)
        #expect(try explain("--block", "blk_x", log).status == 64)
        #expect(try explain("--block", "7_1001", log).errors == "blockwatch: \(log): no line names blk_7\n")
        for wrong in [
            ["--alert", ""], ["--alert", "a", log], ["--alert", "a", "--line", "x"], ["--line", "x", "--alerts", "a"],
        ] {
            #expect(try Run(blockwatch, ["explain"] + wrong).status == 64)
        }
        let alerts = Places.fixture("demo/alerts.jsonl")
        #expect(try explain("--alert", "0", "--alerts", "/nowhere").status == 66)
        let none = try explain("--alert", "x", "--alerts", alerts)
        #expect(
            none.status == 65 && none.errors.contains("none of the 0 alerts (and 17 lines are no alerts) has the id x"))
        let wrong = try TemporaryDirectory()
        try wrong.write("c.yaml", "alerts: {file: [1]}\nblocks: {quiet_after: x}\n")
        for one in [["explain", "--line", "x"], ["explain", "--alert", "a"], ["alerts"]] {
            #expect(try Run(blockwatch, one + ["--config", wrong.file("c.yaml")]).status == 78)
        }
        let nowhere = try wrong.write("empty.yaml", "")
        #expect(try explain("--config", nowhere, "--block", "blk_1").status == 64)
        #expect(try explain("--block", "blk_1", "/nowhere.log").status == 66)
        let unknown = try explain("--block", "blk_1", log)
        #expect(unknown.status == 65 && unknown.errors == "blockwatch: \(log): no line names blk_1\n")
    }
}
