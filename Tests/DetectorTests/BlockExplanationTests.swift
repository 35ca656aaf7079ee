import Detector
import Foundation
import Records
import TestSupport
import Testing

struct BlockExplanationTests {
    private let equipment: Equipment

    init() throws {
        equipment = try Equipment(modelPath: Places.root.appending(path: "etc/blockwatch.safetensors").path)
    }

    /// What it says of a block is what the daemon judged: each alert's verdict is among its own.
    @Test(arguments: ["demo/hdfs.log", "log4j/hdfs.log"]) func itsVerdictsAreTheAlerts(_ fixture: String) throws {
        let log = Places.fixture(fixture)
        var alerts: [Alert] = []
        var replay = try Replay([log], Configuration(), equipment) { alerts += $0 }
        _ = try replay.run()
        try #require(alerts.count > 5)
        for alert in alerts {
            let block = alert.verdict.block
            let explanation = try BlockExplanation(of: block.key, [log], Configuration(), equipment)
            let verdict = explanation.verdicts.first { $0.block.lines == block.lines && $0.block.last == block.last }
            #expect(verdict?.score == alert.verdict.score && verdict?.block.decidedBy == block.decidedBy)
            #expect(explanation.lines.prefix(block.lines).suffix(300).map(\.event) == alert.events)
            // The moves add up to the score, and the evidence's lines are the lines.
            let moves = explanation.lines.prefix(block.lines).map(\.moved)
            #expect(abs(moves.reduce(0, +) - alert.verdict.score) < 1e-4)
            for evidence in alert.evidence where evidence.offset != nil {
                let line = explanation.lines.first { $0.offset == evidence.offset }
                #expect(line?.text == evidence.line && line?.moved == evidence.contribution)
            }
        }
    }

    @Test func aLifeThatHasBeenForgottenEnds() throws {
        let directory = try TemporaryDirectory()
        let line = "INFO dfs.DataNode: Receiving block blk_7 src: a dest: b\n"
        try directory.write("a.log", "240301 080000 1 \(line)240305 080000 1 \(line)")
        let explanation = try BlockExplanation(
            of: BlockKey(number: 7), [directory.file("a.log")], Configuration(), equipment)
        let kinds = explanation.entries.map { entry in
            switch entry {
            case .line: "line"
            case .judged: "judged"
            case .ended: "ended"
            }
        }
        #expect(kinds == ["line", "judged", "ended", "line", "judged"])
        #expect(!explanation.prospect.missing.isEmpty && !explanation.isPartial)
    }

    @Test func aBlockOlderThanTheLogIsNotJudged() throws {
        let directory = try TemporaryDirectory()
        try directory.write("a.log", "240301 080000 1 INFO dfs.DataNode: Verification succeeded for blk_7\n")
        let explanation = try BlockExplanation(
            of: BlockKey(number: 7), [directory.file("a.log")], Configuration(), equipment)
        #expect(explanation.isPartial && explanation.verdicts.isEmpty && explanation.lines.count == 1)
    }

    @Test func beyondMaxEventsNothingMoves() throws {
        var configuration = Configuration()
        configuration.blocks.maxEvents = 2
        let directory = try TemporaryDirectory()
        let line = "240301 080000 1 INFO dfs.DataNode: Receiving block blk_7 src: a dest: b\n"
        try directory.write("a.log", String(repeating: line, count: 3))
        let explanation = try BlockExplanation(
            of: BlockKey(number: 7), [directory.file("a.log")], configuration, equipment)
        #expect(explanation.lines.map { $0.score == nil } == [false, false, true])
        #expect(explanation.lines[2].moved == 0 && explanation.prospect.next.isEmpty)
    }
}

extension BlockExplanation {
    fileprivate var verdicts: [Verdict] {
        entries.compactMap { if case .judged(let verdict) = $0 { verdict } else { nil } }
    }
}
