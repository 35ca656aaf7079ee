import Foundation
import TestSupport
import Testing

struct CommandTests {
    let directory = try! TemporaryDirectory()

    @Test func helpAndVersion() throws {
        #expect(try Run(blockwatch, ["--version"]).output == "0.1.0\n")
        for command in [
            "run", "replay", "score", "train", "evaluate", "compare", "tune", "explore", "templates", "validate",
            "simulate", "status", "alerts", "reload", "explain",
        ] {
            let run = try Run(blockwatch, [command, "--help"])
            #expect(run.status == 0 && run.output.contains("USAGE: blockwatch \(command)"))
        }
    }

    /// Each fault: one sentence that names the place, the contract's exit code, nothing half-written.
    @Test func exitCodes() throws {
        let log = Places.fixture("log4j/hdfs.log")
        let bad = try directory.write("bad.csv", "BlockId,Label\nblk_1,Odd\n")
        let cut = try directory.write("cut.safetensors", Data(contentsOf: URL(filePath: shippedModel)).prefix(5000))
        let wrong = try directory.write("c.yaml", "inptu: {}\n")
        let none = directory.file("none")
        let out = directory.file("out")
        let cases: [(arguments: [String], status: Int32, words: String)] = [
            ([], 64, "SUBCOMMANDS"),
            (["replay"], 64, "Missing expected argument"),
            (["replay", none], 66, "cannot read \(none): there is no such file"),
            (["replay", log, "--labels", bad], 65, "bad.csv:2: the label \"Odd\""),
            (["replay", log, "--model", cut], 65, "cut.safetensors: "),
            (["replay", log, "--config", wrong], 78, "c.yaml:1: the key inptu"),
            (["replay", log, "--alerts", directory.file("no/where")], 73, "cannot create"),
            (["run", "--config", none], 66, "there is no such file"),
            (["score", "--sequences", bad, "--out", out], 65, "bad.csv:1: a column"),
            (["train", "--sequences", bad, "--recipe", "magic", "--out", out], 64, "no recipe magic"),
            (["evaluate", "--sequences", none], 66, "there is no such file"),
            (["validate", "--config", wrong], 78, "c.yaml:1: the key inptu"),
        ]
        for (arguments, status, words) in cases {
            let run = try Run(blockwatch, arguments)
            #expect(run.status == status, "\(arguments): \(run.errors)")
            #expect(run.errors.contains(words), "\(arguments): \(run.errors)")
        }
        #expect(!directory.exists("out"))
    }

    @Test func aReplayFromStandardInputAndItsSummary() throws {
        let text = try String(contentsOfFile: Places.fixture("log4j/hdfs.log"), encoding: .utf8)
        let run = try Run(
            blockwatch,
            ["replay", "-", "--labels", Places.fixture("log4j/labels.csv"), "--summary", directory.file("s.json")],
            input: text)
        #expect(run.status == 0)
        let summary = try #require(JSONSerialization.jsonObject(with: Data(directory.read("s.json"))) as? [String: Any])
        for key in [
            "lines", "bytes", "lines_without_block", "lines_unmatched", "lines_late", "blocks", "blocks_partial",
            "alerts",
            "seconds", "tp", "fp", "fn", "tn", "precision", "recall", "f1", "fired_blocks",
        ] { #expect(summary[key] is NSNumber, "\(key)") }
        #expect(summary["bytes"] as? Int == text.utf8.count && summary["f1"] as? Double == 1)
        #expect(try alertLines(Array(run.output.utf8)).count == summary["alerts"] as? Int)
    }

    @Test func aFileWithTwoNamesIsReadOnce() throws {
        let log = Places.fixture("log4j/hdfs.log")
        #expect(try Run("/bin/ln", ["-s", log, directory.file("z.log")]).status == 0)
        let once = try Run(blockwatch, ["replay", log])
        let twice = try Run(blockwatch, ["replay", log, directory.file("z.log")])
        #expect(try alertLines(Array(once.output.utf8)).map(id) == alertLines(Array(twice.output.utf8)).map(id))
    }

    @Test func oneCoreOrTwo() throws {
        let logs = ["namenode.log", "datanodes.log"].map { Places.fixture("two-logs/" + $0) }
        func alerts(_ command: [String]) throws -> [String] {
            let run = try Run(command[0], Array(command.dropFirst()) + [blockwatch, "replay"] + logs)
            return run.output.split(separator: "\n").map { String($0).replacing(/"emitted_at":"[^"]*"/, with: "") }
        }
        let one = try alerts(["/usr/bin/taskset", "-c", "0"])
        #expect(try alerts(["/usr/bin/env"]) == one && !one.isEmpty)
    }

    @Test func whatIsCutShortOrEvictedIsCounted() throws {
        let config = try directory.write("c.yaml", "blocks: {max_open: 50, max_events: 5}\n")
        let run = try Run(
            blockwatch,
            ["replay", "--config", config, Places.fixture("demo/hdfs.log"), "--summary", directory.file("s.json")])
        let summary = try #require(JSONSerialization.jsonObject(with: Data(directory.read("s.json"))) as? [String: Any])
        #expect(summary["blocks_evicted"] as? Int ?? 0 > 0 && summary["lines_beyond_max_events"] as? Int ?? 0 > 0)
        #expect(run.errors.contains("blocks.max_open") && run.errors.contains("blocks.max_events"))
    }

    @Test func ofADamagedLogWhatWasGoodIsJudged() throws {
        let log = Places.fixture("demo/hdfs.log")
        #expect(
            try Run("/bin/sh", ["-c", "gzip -c '\(log)' | head -c 60000 > cut.gz"], directory: directory.path).status
                == 0)
        let run = try Run(blockwatch, ["replay", directory.file("cut.gz"), "--alerts", directory.file("alerts")])
        #expect(run.status == 65 && run.errors.contains("ends in the middle"))
        #expect(try !alertLines(directory.read("alerts")).isEmpty)
    }

    @Test func scoresComeInTheInputsOrder() throws {
        let sequences = try directory.write(
            "s.csv", "id,sequence\nb,\"(21, 4, 4)\"\n\"a,1\",\"(4, 4, 4, 21, 10, 8, 10, 8, 10, 8, 25, 25, 25)\"\n")
        let run = try Run(blockwatch, ["score", "--sequences", sequences])
        let lines = run.output.split(separator: "\n")
        #expect(lines[0] == "id,score,class" && lines[1].hasPrefix("b,") && lines[1].hasSuffix(",abnormal"))
        #expect(lines[2].hasPrefix("\"a,1\",") && lines[2].hasSuffix(",normal"))
    }

    /// With an accent behind it the quotation mark was not doubled, and the row fell apart.
    @Test func aScoredIDComesBackWhateverIsInIt() throws {
        let id = "\"\"\u{301},\r\nblk_1"
        let sequences = try directory.write("s.csv", "id,sequence\n\"\(id)\",\"(21, 4, 4)\"\n")
        let run = try Run(blockwatch, ["score", "--sequences", sequences])
        let row = run.output.unicodeScalars.dropFirst("id,score,class\n".count)
        #expect(row.starts(with: "\"\(id)\",".unicodeScalars), "\(run.output)")
    }

    /// What data brings into an error is text to a terminal.
    @Test func anErrorColoursNoTerminal() throws {
        let labels = try directory.write("l.csv", "BlockId,Label\n\u{1B}[2J,Normal\n")
        let run = try Run(blockwatch, ["replay", Places.fixture("log4j/hdfs.log"), "--labels", labels])
        #expect(run.status == 65 && run.errors.contains("\"\\u001b[2J\" is no block"))
        #expect(!run.errors.contains("\u{1B}"))
    }

    @Test func trainOnLogsThenEvaluate() throws {
        let log = Places.fixture("demo/hdfs.log")
        let labels = Places.fixture("demo/labels.csv")
        let model = directory.file("m.safetensors")
        let train = try Run(blockwatch, ["train", "--logs", log, "--labels", labels, "--out", model, "--seed", "3"])
        #expect(train.status == 0, "\(train.errors)")
        let evaluate = try Run(
            blockwatch,
            ["evaluate", "--model", model, "--logs", log, "--labels", labels, "--json", directory.file("e.json")])
        #expect(evaluate.status == 0 && evaluate.output.contains("F1, abnormal"))
        let figures = try #require(JSONSerialization.jsonObject(with: Data(directory.read("e.json"))) as? [String: Any])
        #expect(figures["rows"] as? Int == 300 && figures["f1"] is NSNumber && figures["pr_auc"] is NSNumber)
    }

    @Test func templatesAndTheLinesThatNoneMatched() throws {
        #expect(try Run(blockwatch, ["templates"]).output.split(separator: "\n").count == 30)
        let log = try directory.write("a.log", "240301 080000 1 INFO dfs.DataNode: \u{1B}[31mNews of blk_5\n")
        let run = try Run(blockwatch, ["templates", log])
        #expect(
            run.output.contains("unknown\t1\t") && run.output.contains("News of blk_5")
                && !run.output.contains("\u{1B}"))
    }

    @Test func validateNamesEveryFault() throws {
        let config = try directory.write(
            "c.yaml",
            "input: {files: [/none/*.log], timezone: Mars/Olympus}\nmodel: {path: /none/m}\nalerts: {file: \(directory.file("a"))}\nstate: {directory: \(directory.file("s"))}\n"
        )
        let run = try Run(blockwatch, ["validate", "--config", config])
        #expect(run.status == 66 || run.status == 65 || run.status == 78)
        for words in ["Mars/Olympus", "/none/m", "nothing matches /none/*.log"] {
            #expect(run.errors.contains(words), "\(run.errors)")
        }
        #expect(!directory.exists("s") && !directory.exists("a"))
    }

    @Test func validateShowsWhatStandsInTheLogs() throws {
        let log = try String(contentsOfFile: Places.fixture("demo/hdfs.log"), encoding: .utf8)
        try FileManager.default.createDirectory(atPath: directory.file("logs"), withIntermediateDirectories: true)
        for name in ["a.log", "gc-1.log"] { try directory.write("logs/" + name, log) }
        try directory.write("logs/b\u{1B}[31m.log", "2024-01-01 00:00:00,000 INFO a.b: hello\nmore\n")
        try directory.write("logs/c.log.gz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF, 0xFF, 0xFF] as [UInt8])
        // What is no file is passed over, as the daemon does, and not waited for.
        try #require(try Run("/usr/bin/mkfifo", [directory.file("logs/d.log")]).status == 0)
        try FileManager.default.createSymbolicLink(
            atPath: directory.file("logs/e.log"), withDestinationPath: "/dev/zero")
        let config = try directory.write(
            "c.yaml",
            "input: {files: [\(directory.path)/logs/*]}\nmodel: {path: \(shippedModel)}\nalerts: {file: \(directory.file("a"))}\nstate: {directory: \(directory.path)}\n"
        )
        let run = try Run(blockwatch, ["validate", "--config", config])
        #expect(run.status == 0, "\(run.errors)")
        let rows = run.output.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true) }
        let count = log.count { $0 == "\n" }
        #expect(rows.contains { $0.first?.hasSuffix("/a.log") == true && $0[1] == "hdfs_v1" && Int($0[2])! <= count })
        #expect(run.output.contains("/gc-1.log") && run.output.contains("left out (*gc*.log*)"))
        #expect(
            rows.contains {
                $0.first?.hasSuffix("/b\\u001b[31m.log") == true && $0[1...4] == ["log4j", "2", "0.0", "%"]
            })
        #expect(run.output.contains(/c.log.gz +not read/) && run.errors.contains("c.log.gz"))
        for name in ["d.log", "e.log"] { #expect(run.errors.contains("logs/\(name) is no regular file")) }
        #expect(!(run.output + run.errors).contains("\u{1B}") && run.output.hasSuffix("c.yaml is good\n"))
    }

    /// What `run` refuses, `validate` names, with the same exit code; a fault in the file does not hide the others.
    @Test func validateRefusesTheOutputsThatRunRefuses() throws {
        let file = try directory.write("file", "x")
        let cases = [
            (directory.path, directory.file("s"), "directory"), (file + "/a", directory.file("s"), "file/a"),
            (directory.file("none/a"), directory.file("s"), "none/a"), (directory.file("a"), file, "not a directory"),
            (directory.file("a"), file + "/s", "not a directory"),
        ]
        for (alerts, state, words) in cases {
            let config = try directory.write(
                "c.yaml", "alerts: {file: \(alerts), journald: false}\nstate: {directory: \(state)}\n")
            let validate = try Run(blockwatch, ["validate", "--config", config])
            let run = try Run(blockwatch, ["run", "--config", config])
            #expect(validate.status == 73 && run.status == 73, "\(alerts) \(state): \(validate.errors) \(run.errors)")
            #expect(validate.errors.contains(words), "\(validate.errors)")
        }
        let config = try directory.write("c.yaml", "foo: 1\nmodel: {path: /none/m}\n")
        let both = try Run(blockwatch, ["validate", "--config", config])
        #expect(both.status == 78 && both.errors.contains("the key foo") && both.errors.contains("/none/m"))
        // What was meant cannot be known, so nothing else is said to be wrong.
        let torn = try directory.write("c.yaml", "model: {path: /none/m}\ninput: {start: end, start: end}\n")
        let one = try Run(blockwatch, ["validate", "--config", torn])
        #expect(one.status == 78 && one.errors.split(separator: "\n").count == 1, "\(one.errors)")
    }

    /// The fixtures are what `simulate` and `replay` make of them.
    @Test func fixturesAreMadeAgain() throws {
        let script = Places.root.appending(path: "fixtures/make.sh").path
        #expect(try Run(script, [blockwatch, directory.path]).status == 0)
        for name in [
            "demo/hdfs.log", "demo/labels.csv", "demo/alerts.jsonl", "two-logs/namenode.log", "two-logs/alerts.jsonl",
            "log4j/hdfs.log", "log4j/alerts.jsonl",
        ] {
            #expect(try directory.read(name) == Array(Data(contentsOf: URL(filePath: Places.fixture(name)))), "\(name)")
        }
    }
}
