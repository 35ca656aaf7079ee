import Records

/// Puts together what an operator is told of a change.
package struct AlertComposer: Sendable {
    private static let maxEvents = 300
    private static let maxEvidence = 5

    private let modelName: String
    private let modelSHA256: String

    package init(modelName: String, modelSHA256: String) {
        self.modelName = modelName
        self.modelSHA256 = modelSHA256
    }

    /// - Parameters:
    ///   - events: the block's whole sequence.
    ///   - contributions: how much the score rose at each of them.
    ///   - evidence: the lines that are known.
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
        let telling = mostTelling(contributions, towards: state)
        return Alert(
            id: id, state: state, resolves: former, verdict: verdict,
            severity: state == .firing && story.mayHaveLostData ? .critical : .warning,
            reason: story.sentence(state, mostTelling: telling.first.map { events[$0] }), emittedAt: emittedAt,
            events: Array(events.suffix(Self.maxEvents)),
            evidence: telling.map { index in
                let known = evidence.first { $0.event == index }
                return Alert.Evidence(
                    event: events[index], template: events[index].template, line: known?.text, file: known?.path,
                    offset: known?.offset, contribution: contributions[index])
            },
            modelName: modelName, modelSHA256: modelSHA256)
    }

    /// The events that raised the score most, for a block that fires; those that lowered it most, for one that is
    /// normal again. Of equals the earlier first.
    private func mostTelling(_ contributions: [Float], towards state: Alert.State) -> [Int] {
        let sign: Float = state == .firing ? 1 : -1
        return contributions.indices.filter { sign * contributions[$0] > 0 }
            .sorted { left, right in
                let (a, b) = (sign * contributions[left], sign * contributions[right])
                return a == b ? left < right : a > b
            }
            .prefix(Self.maxEvidence).map { $0 }
    }
}

extension EventKind {
    /// The published template's text; `unknown` for a line that matched none.
    fileprivate var template: String {
        (1...30).contains(rawValue) ? PublishedTemplates.texts[Int(rawValue) - 1] : name
    }
}
