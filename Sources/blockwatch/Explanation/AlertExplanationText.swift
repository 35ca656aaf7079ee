import Alerting
import Detector
import Records
import Scoring

/// An alert for people: the paragraph, how its events moved the score, why it has its severity, what became of it.
struct AlertExplanationText {
    private static let titleWidth = 60
    private(set) var text: String

    init(_ found: FoundAlert, by model: Model, _ colours: Colours) {
        let alert = found.alert
        text = AlertText(alert, colours).text + "\n"
        if alert.lines == alert.events.count {
            addScores(of: alert, by: model)
            text += "\n"
        } else {
            text +=
                "An alert names at most its last \(alert.events.count) events: too few to say how the score came about.\n"
        }
        if let other = found.takenBackBy {
            text += "Taken back by \(other.id.asPlainText), raised \(LocalTime.text(other.emittedAt)).\n"
        } else if alert.state == .firing {
            text += "It stands: no alert that was read takes it back.\n"
        }
        text += "With its lines: blockwatch explain --block \(alert.block.asPlainText)\n"
    }

    private mutating func addScores(of alert: ReadAlert, by model: Model) {
        let isSame = alert.model.sha256 == model.sha256
        let name = "\(model.name) (\(model.sha256.prefix(12)))"
        text +=
            isSame ? "How its events moved the score:\n" : "How its events move the score of another model, \(name):\n"
        let explanation = SequenceExplanation(of: alert.events, by: model)
        for (index, step) in explanation.steps.enumerated() {
            let title = step.event.titled(to: Self.titleWidth).padded(to: Self.titleWidth)
            let number = "\(index + 1)".padded(to: 4, atStart: true)
            text += "\(number)  \(title)  \(ScoreBar(step.score, moved: step.moved).text)\n"
        }
        guard alert.state == .firing else { return }
        text += "\n" + ProspectText(explanation.prospect, isAbnormal: true).text
        text += "\n" + Replicas(alert.events).severityReason + "\n"
    }
}
