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
        #expect(run.output.split(separator: "\n").count { $0.contains("at \(log):") } == Int(lines))
        #expect(run.output.contains(", abnormal (from 0.5 on)") && run.output.contains("The write of \(block) has not"))
        #expect(run.output.contains("Every normal block has these, this one has not:"))
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

    @Test func exitCodes() throws {
        #expect(try explain().status == 64)
        #expect(try explain("--line", "x", "--block", "blk_1", log).status == 64)
        #expect(try explain("--block", "7", log).status == 64)
        #expect(try explain("--block", "blk_1").status == 64)
        #expect(try explain("--block", "blk_1", "/nowhere.log").status == 66)
        let unknown = try explain("--block", "blk_1", log)
        #expect(unknown.status == 65 && unknown.errors == "blockwatch: \(log): no line names blk_1\n")
    }
}
