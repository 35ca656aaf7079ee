import Alerting
import Records
import Testing

struct AlertComposerTests {
    func compose(
        _ numbers: [Int], contributions: [Float], state: Alert.State = .firing, evidence: [EvidenceStore.Line] = []
    ) -> Alert {
        let block = Block(
            key: BlockKey(number: 3), prefix: .empty, first: Stamp(milliseconds: 0), last: Stamp(milliseconds: 60_000),
            lines: numbers.count, decidedBy: .quiet)
        return AlertComposer(modelName: "m", modelSHA256: "s").compose(
            state == .firing ? .fires(id: "i") : .resolves(id: "i", former: "f"),
            Verdict(block: block, score: 0.9, threshold: 0.5), events: numbers.map(EventKind.e),
            contributions: contributions, evidence: evidence, emittedAt: Stamp(milliseconds: 0))
    }

    func line(of event: Int) -> EvidenceStore.Line {
        EvidenceStore.Line(event: event, path: "/log", offset: UInt64(event), text: [UInt8(65 + event)])
    }

    @Test func theMostTellingKnownLinesComeFirst() {
        let alert = compose(
            [22, 5, 20, 9, 11, 26, 21], contributions: [0.4, 0.1, 0.5, -0.2, 0.1, 0.3, 0.02],
            evidence: [1, 2, 3, 4, 5].map(line))
        #expect(alert.evidence.map(\.offset) == [2, 5, 1, 4])
        #expect(alert.evidence.map(\.contribution) == [0.5, 0.3, 0.1, 0.1])
        #expect(alert.evidence[0].line == [67] && alert.evidence[0].template.contains("BlockInfo not found"))
    }

    @Test func atMostFive() {
        let alert = compose(
            [22, 5, 20, 9, 11, 26, 21], contributions: [0.1, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1], evidence: (0...6).map(line))
        #expect(alert.evidence.map(\.offset) == [1, 0, 2, 3, 4])
    }

    @Test func whatTellsOfTroubleStandsThereHoweverLittleItMoved() {
        let alert = compose(
            [5, 22, 11, 10, 7, 9], contributions: [0.99, 0, 0, 0, -0.001, 0], evidence: (0...5).map(line))
        #expect(alert.evidence.map(\.event) == [.e(5), .e(10), .e(7)])
        // Where what made the alert is not known any more, that stands first all the same.
        let unknown = compose([5, 10], contributions: [0.99, 0], evidence: [line(of: 1)])
        #expect(unknown.evidence.map(\.event) == [.e(5), .e(10)] && unknown.evidence[0].line == nil)
        // Not of what takes an alert back.
        let resolved = compose(
            [5, 10, 9], contributions: [0.9, 0, -0.9], state: .resolved, evidence: (0...2).map(line))
        #expect(resolved.evidence.map(\.event) == [.e(9)])
    }

    @Test func whereNoLineIsKnownTheEventStandsAlone() {
        let alert = compose([22, 5, 9], contributions: [0.1, 0.5, 0.2])
        #expect(
            alert.evidence.map(\.event) == [.e(5)] && alert.evidence[0].line == nil && alert.evidence[0].offset == nil)
    }

    @Test func aResolvedBlocksEvidenceIsWhatLoweredTheScore() {
        let alert = compose(
            [22, 5, 9], contributions: [0.9, 0.05, -0.9], state: .resolved, evidence: [0, 2].map(line))
        #expect(alert.evidence.map(\.event) == [.e(9)])
        #expect(alert.resolves == "f" && alert.severity == .warning)
    }

    @Test func criticalIsWhereDataMayBeLost() {
        let zeros = [Float](repeating: 0, count: 30)
        func severity(_ numbers: [Int]) -> Alert.Severity {
            compose(numbers, contributions: Array(zeros.prefix(numbers.count))).severity
        }
        #expect(severity([22, 5, 5]) == .critical)
        #expect(severity([22, 5, 5, 9, 11, 26]) == .critical)
        #expect(severity([22, 5, 9, 11, 26, 23, 20]) == .warning)
        #expect(severity([22, 5, 5, 23]) == .warning, "its deletion was ordered")
    }

    @Test func theRuleSaysWhyInASentence() {
        func reason(_ numbers: [Int]) -> String { Replicas(numbers.map(EventKind.e)).severityReason }
        #expect(reason([22, 5, 5, 26]).hasPrefix("Critical: 2 replicas begun, 1 stored, and nobody ordered"))
        #expect(
            reason([22, 5, 26]) == "A warning: as many replicas were stored as were begun (1 replica begun, 1 stored).")
        #expect(reason([5, 23]).hasPrefix("A warning: the block's deletion was ordered"))
    }

    @Test func theReasonIsOneSentenceThatNamesTheBlock() {
        for numbers in [[22, 5], [22, 5, 9, 11, 26, 23, 20], [5, 22, 9, 11, 26, 26]] {
            for state in [Alert.State.firing, .resolved] {
                let reason = compose(numbers, contributions: numbers.map { _ in 0.1 }, state: state).reason
                #expect(
                    reason.contains("blk_3") && reason.hasSuffix(".") && !reason.dropLast().contains(". "), "\(reason)")
            }
        }
    }

    @Test func aSequenceThatWasCutShortSaysSo() {
        let block = Block(
            key: BlockKey(number: 3), prefix: .empty, first: Stamp(milliseconds: 0), last: Stamp(milliseconds: 1),
            lines: 33, decidedBy: .quiet)
        let alert = AlertComposer(modelName: "m", modelSHA256: "s").compose(
            .fires(id: "i"), Verdict(block: block, score: 0.9, threshold: 0.5), events: [.e(22), .e(5)],
            contributions: [0.5, 0.4], evidence: [], emittedAt: Stamp(milliseconds: 0))
        #expect(alert.reason.hasSuffix("; judged by the first 2 of its 33 lines."))
    }

    @Test func atMostTheLastThreeHundredEvents() {
        let alert = compose(
            [Int](repeating: 5, count: 299) + [9, 11], contributions: [Float](repeating: 0, count: 301))
        #expect(alert.events.count == 300 && alert.events.suffix(2) == [.e(9), .e(11)])
    }
}
