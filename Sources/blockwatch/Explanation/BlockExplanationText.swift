import Alerting
import Detector
import Records
import Reporting

/// A ``BlockExplanation`` for people: two lines for each event, and what was decided between them.
struct BlockExplanationText {
    private static let barCells = 20
    private static let shownNext = 3
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
        if let last = lastVerdict(explanation) { text += "\n" + sentence(last, explanation) + "\n" }
        if !explanation.isPartial { addExpected(explanation) }
    }

    private mutating func add(_ line: BlockExplanation.Line, _ number: Int) {
        let score =
            line.score.map { "\($0.hundredths) \(Self.bar($0)) \(Self.signed(line.moved))" }
            ?? "not counted (blocks.max_events)"
        text +=
            "\(padded("\(number)", 4))  \(line.stamp.rfc3339)  \(padded(line.event.name, 7, isLeft: true))  \(score)\n"
        text += "      \(line.text.asPlainText)\n      at \(Array(line.path.utf8).asPlainText):\(line.offset)\n"
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

    private func lastVerdict(_ explanation: BlockExplanation) -> Verdict? {
        for entry in explanation.entries.reversed() { if case .judged(let verdict) = entry { return verdict } }
        return nil
    }

    private func sentence(_ verdict: Verdict, _ explanation: BlockExplanation) -> String {
        guard verdict.isAbnormal else { return "\(verdict.block.key) lives as normal blocks do." }
        let events = explanation.lines.suffix(verdict.block.lines)
        let most = events.max { $0.moved < $1.moved }?.event
        return BlockStory(verdict.block, events.map(\.event)).sentence(.firing, mostTelling: most)
    }

    private mutating func addExpected(_ explanation: BlockExplanation) {
        if !explanation.missing.isEmpty {
            text += "Every normal block has these, this one has not:\n"
            for event in explanation.missing { text += "            \(event.titled(to: 80))\n" }
        }
        if !explanation.next.isEmpty {
            text += "Expected next, with the score that it would bring:\n"
            for one in explanation.next.prefix(Self.shownNext) {
                text += "      \(one.score.hundredths)  \(one.event.titled(to: 80))\n"
            }
        } else if lastVerdict(explanation)?.isAbnormal == true {
            text += "No single event would lower the score noticeably.\n"
        }
    }

    /// A score from 0 to 1, as a bar.
    private static func bar(_ score: Float) -> String {
        let full = Int((score * Float(barCells)).rounded())
        return String(repeating: "█", count: full) + String(repeating: "·", count: barCells - full)
    }

    private static func signed(_ moved: Float) -> String { (moved < 0 ? "" : "+") + moved.hundredths }

    private func padded(_ text: String, _ width: Int, isLeft: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return isLeft ? text + space : space + text
    }
}

extension Float {
    fileprivate var hundredths: String { Double(self).text(decimals: 2) }
}
