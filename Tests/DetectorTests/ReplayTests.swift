import Alerting
import Detector
import Foundation
import Parsing
import Records
import Scoring
import TestSupport
import Testing

/// A replay's alerts, each as a line of the alerts file without the moment of its raising.
func replay(_ paths: [String], labels: [BlockKey: Bool]? = nil) throws -> (
    alerts: [String], summary: ReplaySummary, misfit: Misfit?
) {
    let equipment = try Equipment(modelPath: Places.root.appending(path: "etc/blockwatch.safetensors").path)
    var alerts: [String] = []
    var replay = try Replay(paths, Configuration(), equipment, labels: labels) { raised in
        for alert in raised {
            var alert = alert
            alert.emittedAt = Stamp(milliseconds: 0)
            alerts.append(String(decoding: AlertLine.encode(alert), as: UTF8.self))
        }
    }
    let summary = try replay.run()
    return (alerts, summary, replay.misfit)
}

struct ReplayTests {
    @Test(arguments: [
        ("demo", ["hdfs.log"]), ("two-logs", ["namenode.log", "datanodes.log"]), ("log4j", ["hdfs.log"]),
    ])
    func fixturesGiveTheirExpectedAlerts(_ name: String, _ logs: [String]) throws {
        let expected = try String(contentsOfFile: Places.fixture(name + "/alerts.jsonl"), encoding: .utf8)
        let directory = Places.fixture(name)
        let labels = try LabelFile.read(directory + "/labels.csv")
        let (alerts, summary, _) = try replay(logs.map { directory + "/" + $0 }, labels: labels)
        let comparable = alerts.map {
            $0.replacing("1970-01-01T00:00:00Z", with: "-").replacing(directory + "/", with: "")
        }
        #expect(comparable.joined() == expected)
        #expect(summary.confusion?.total == labels.count && summary.confusion?.f1 == 1)
    }

    /// A block that goes on failing keeps a line of each kind of trouble, so that it pushes out no other's.
    @Test func evidenceOfAFlood() throws {
        let directory = try TemporaryDirectory()
        let begun = "240301 080000 1 INFO dfs.DataNode: Receiving block blk_7 src: /10.0.0.1:5 dest: /10.0.0.2:5\n"
        let failed = "240301 080001 1 INFO dfs.DataNode: writeBlock blk_7 received exception java.io.IOException: x\n"
        let other =
            "240301 080001 1 INFO dfs.DataNode: Exception in receiveBlock for block blk_7 java.io.IOException: x\n"
        try directory.write("a.log", begun + String(repeating: failed, count: 500) + other)
        let (alerts, summary, _) = try replay([directory.file("a.log")])
        let alert = try #require(
            alerts.first.flatMap { try? JSONDecoder().decode(ReadAlert.self, from: Data($0.utf8)) })
        // Beside those that moved the score.
        #expect(Set(alert.evidence.map(\.event)) == [.e(5), .e(7), .e(14)] && alert.evidence[0].event == .e(5))
        #expect(alert.evidence.count { $0.contribution < 0.02 } == 2, "\(alert.evidence.map(\.contribution))")
        #expect(alert.evidence.allSatisfy { $0.line != nil } && summary.alerts == 1)
    }

    @Test func aPackedLogGivesTheSame() throws {
        let directory = try TemporaryDirectory()
        let log = Places.fixture("demo/hdfs.log")
        try directory.write("a.log.gz", "")
        #expect(try Run("/bin/sh", ["-c", "gzip -c '\(log)' > a.log.gz"], directory: directory.path).status == 0)
        let packed = try replay([directory.file("a.log.gz")])
        let plain = try replay([log])
        #expect(packed.alerts.count == plain.alerts.count && packed.summary.bytes == plain.summary.bytes)
    }

    /// Few logs are read and parsed ahead on other threads, many are not; nor does it matter how many threads there are.
    @Test func theThreadsDoNotMatter() throws {
        let directory = try TemporaryDirectory()
        let log = try [UInt8](Data(contentsOf: URL(filePath: Places.fixture("demo/hdfs.log"))))
        var (pieces, rest) = ([String](), log[...])
        while let middle = rest.dropFirst(log.count / 12).firstIndex(of: UInt8(ascii: "\n")) {
            pieces.append("\(pieces.count + 100).log")
            try directory.write(pieces[pieces.count - 1], rest[...middle])
            rest = rest[(middle + 1)...]
        }
        #expect(pieces.count > 8)
        try directory.write("last.log", rest)
        let ids = { (alert: String) in String(alert.prefix(51)) }
        let many = try replay((pieces + ["last.log"]).map(directory.file)).alerts.map(ids)
        let one = try replay([Places.fixture("demo/hdfs.log")]).alerts.map(ids)
        #expect(many == one && !one.isEmpty)
    }

    /// One DataNode's log alone, or the NameNode's: the operator is told what is missing, once, not of every block.
    @Test(arguments: ["namenode.log", "datanodes.log"])
    func aPartialViewFloodsNobody(_ log: String) throws {
        let (alerts, summary, misfit) = try replay([Places.fixture("two-logs/" + log)])
        #expect(summary.blocks == 200 && alerts.count < 20)
        #expect(misfit?.description.contains("follow every DataNode's log and the active NameNode's") == true)
    }
}

/// On the public data; skipped, and said so, where it is missing.
@Suite(.enabled(if: Places.data != nil, "the public data is missing; set SHARED_DIR"))
struct PublicDataTests {
    let raw = (Places.data ?? "") + "/raw/"

    @Test func theLabelledSampleIsJudgedAsItsLabelsSay() throws {
        let labels = try LabelFile.read(raw + "hdfs_2pct_dev_labels.csv")
        let (_, summary, misfit) = try replay([raw + "hdfs_2pct_dev.log"], labels: labels)
        #expect(summary.counters.lines == 110_368 && summary.counters.unmatched == 0 && misfit == nil)
        #expect(summary.confusion?.total == 5696)
        #expect(summary.confusion?.errors == 0 && summary.firedBlocks <= 163)
    }

    @Test func itsSequencesAreThePublishedOnes() throws {
        let parser = LineParser(matcher: TemplateMatcher(try Template.published()))
        let rows = try LoggedSequences.read([raw + "hdfs_2pct_dev.log"], Configuration(), parser: parser)
        var ours: [String: String] = [:]
        for row in rows {
            ours["\(row.block)"] = row.events.filter { $0 != .e(7) }.map { "\($0.rawValue - 1)" }.joined(separator: " ")
        }
        var compared = 0
        let labels = try String(contentsOfFile: raw + "hdfs_2pct_dev_labels.csv", encoding: .utf8)
        for line in labels.split(whereSeparator: \.isNewline).dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            // One block's life begins with an event that lives do not begin with: partial.
            guard let sequence = ours[String(fields[0])] else { continue }
            let published = fields[4].split(separator: " ").filter { $0 != "6" }.joined(separator: " ")
            #expect(sequence == published, "\(fields[0])")
            compared += 1
        }
        #expect(compared >= 5695)
    }

    @Test(arguments: ["hdfs_2pct_dev.log", "HDFS_first20000.log"])
    func everyLineMatchesExactlyOneTemplate(_ name: String) throws {
        let single = try Template.published().map { TemplateMatcher([$0]) }
        let parser = LineParser(matcher: TemplateMatcher(try Template.published()))
        for line in try WholeFile.read(raw + name).split(separator: UInt8(ascii: "\n")) {
            var blocks: [BlockKey] = []
            let bytes = Array(line)
            let parsed = parser.parse(bytes.span, from: 0, to: bytes.count, into: &blocks)
            if blocks.isEmpty { continue }
            let matching = single.indices.filter { single[$0].match(bytes.span, from: 0, to: bytes.count) != nil }
            #expect(matching == [Int(parsed.kind.rawValue) - 1], "\(String(decoding: line, as: UTF8.self))")
        }
    }

    /// Each DataNode's lines that name it, and the NameNode's, followed alone.
    @Test func oneNodesLogAloneFloodsNobody() throws {
        let directory = try TemporaryDirectory()
        let lines = try WholeFile.read(raw + "hdfs_2pct_dev.log").split(separator: UInt8(ascii: "\n"))
        let nameNodes = lines.filter { String(decoding: $0, as: UTF8.self).contains("dfs.FSNamesystem") }
        let dataNode = lines.filter { line in
            let text = String(decoding: line, as: UTF8.self)
            return !text.contains("dfs.FSNamesystem")
                && (text.contains("dest: /10.251.123.1:50010") || text.contains(": 10.251.123.1:50010"))
        }
        for (name, part) in [("nn", nameNodes), ("dn", dataNode)] {
            let (_, summary, misfit) = try replay([directory.write(name, part.joined(separator: [10]) + [10])])
            #expect(summary.blocks > 50)
            #expect(summary.firedBlocks < 20, "\(name): \(summary.firedBlocks) of \(summary.blocks) blocks fired")
            #expect(misfit != nil)
        }
    }
}
