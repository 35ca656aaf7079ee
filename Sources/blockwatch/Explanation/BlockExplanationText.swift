import Alerting
import Detector
import Records
import Reporting

/// A ``BlockExplanation`` for people: two lines for each event, and what was decided between them.
struct BlockExplanationText {
    private(set) var text = ""

    init(of block: BlockKey, _ explanation: BlockExplanation) {
        var number = 0
        for entry in explanation.entries {
            switch entry {
            case .line(let line):
                number += 1
                add(line, number)
            case .judged(let verdict): add(verdict)
            case .ended:
                text += "      -- forgotten after so long a silence: what follows is another life\n"
                number = 0
            }
        }
        if explanation.isPartial {
            text += "\(block) is older than these logs: its beginning is not in them, so it is not judged\n"
        }
        if let verdict = explanation.verdict { text += "\n" + sentence(verdict, explanation) + "\n" }
        if !explanation.isPartial {
            text += ProspectText(explanation.prospect, isAbnormal: explanation.verdict?.isAbnormal == true).text
        }
    }

    private mutating func add(_ line: BlockExplanation.Line, _ number: Int) {
        let score =
            line.score.map { ScoreBar($0, moved: line.moved).text } ?? "not counted (blocks.max_events)"
        text +=
            "\("\(number)".padded(to: 4, atStart: true))  \(line.stamp.rfc3339)  \(line.event.name.padded(to: 7))  \(score)\n"
        text += "      \(line.text.asPlainText)\n      \(line.path.asPlainText) at byte \(line.offset)\n"
    }

    private mutating func add(_ verdict: Verdict) {
        let words =
            switch verdict.block.decidedBy {
            case .quiet: "silence"
            case .deleted: "silence, all replicas deleted"
            case .evicted: "no more room"
            case .end: "the logs' end"
            }
        text +=
            "      -- \(words): judged \(verdict.score.hundredths), \(verdict.isAbnormal ? "abnormal" : "normal") "
            + "(from \(verdict.threshold) on)\n"
    }

    private func sentence(_ verdict: Verdict, _ explanation: BlockExplanation) -> String {
        guard verdict.isAbnormal else { return "\(verdict.block.key) lives as normal blocks do." }
        let events = explanation.linesOfLatestLife.prefix(verdict.block.lines)
        let most = events.max { $0.moved < $1.moved }?.event
        return BlockStory(verdict.block, events.map(\.event)).sentence(.firing, mostTelling: most)
    }
}
