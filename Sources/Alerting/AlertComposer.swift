import Records

/// Puts together what an operator is told of a change.
package struct AlertComposer: Sendable {
    private let modelName: String
    private let modelSHA256: String

    package init(modelName: String, modelSHA256: String) {
        self.modelName = modelName
        self.modelSHA256 = modelSHA256
    }

    /// - Parameters:
    ///   - events: the block's whole sequence.
    ///   - contributions: how much the score rose at each of them.
    ///   - evidence: the lines that are known: those that moved the score noticeably since the block was last calm, and
    ///     the first since then of each kind of trouble.
    package func compose(
        _ change: AlertLedger.Change, _ verdict: Verdict, events: [EventKind], contributions: [Float],
        evidence: [EvidenceStore.Line], emittedAt: Stamp
    ) -> Alert {
        let story = BlockStory(verdict.block, events)
        let (id, state, former): (String, Alert.State, String?) =
            switch change {
            case .fires(let id): (id, .firing, nil)
            case .resolves(let id, let former): (id, .resolved, former)
            }
        let sign: Float = state == .firing ? 1 : -1
        let troubles = state == .firing ? BlockStory.firstTroubles(in: events) : []
        let telling = mostTelling(contributions.map { sign * $0 }, known: evidence.map(\.event), troubles)
        return Alert(
            id: id, state: state, resolves: former, verdict: verdict,
            severity: state == .firing ? story.replicas.severity : .warning,
            reason: story.sentence(state, mostTelling: telling.first.map { events[$0] }), emittedAt: emittedAt,
            events: Array(events.suffix(Alert.maxEvents)),
            evidence: telling.map { index in
                let known = evidence.first { $0.event == index }
                return Alert.Evidence(
                    event: events[index], template: events[index].template, line: known?.text, file: known?.path,
                    offset: known?.offset, contribution: contributions[index])
            },
            modelName: modelName, modelSHA256: modelSHA256)
    }

    /// Of the events whose lines are known, those that moved the score most, the most telling first, of equals the
    /// earlier; where none is known that moved it noticeably, the event that did most stands before them.
    /// - Parameters:
    ///   - moved: how far each event moved the score towards the alert's state.
    ///   - troubles: events that tell something however little they moved it.
    private func mostTelling(_ moved: [Float], known: [Int], _ troubles: [Int]) -> [Int] {
        let ranked = moved.indices.sorted { left, right in
            moved[left] == moved[right] ? left < right : moved[left] > moved[right]
        }
        let lines = ranked.filter { known.contains($0) && (moved[$0] > 0 || troubles.contains($0)) }
        let isMade = lines.contains { moved[$0] >= Alert.tellingMove }
        let first = isMade ? [] : ranked.prefix(1).filter { moved[$0] > 0 && !lines.contains($0) }
        return Array((first + lines).prefix(Alert.maxEvidence))
    }
}

extension EventKind {
    /// The published template's text; `unknown` for a line that matched none.
    fileprivate var template: String {
        (1...30).contains(rawValue) ? PublishedTemplates.texts[Int(rawValue) - 1] : name
    }
}
