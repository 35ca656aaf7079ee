import Records
import Scoring
import TestSupport
import Testing

struct PrefixScorerTests {
    let model = try! ModelFile.read(path: Places.fixture("reference/gru.safetensors"))

    @Test func theEmptyPrefixScoresNothing() {
        var scorer = PrefixScorer(model: model)
        #expect(scorer.score(of: .empty, in: PrefixTable()) == 0)
    }

    /// More prefixes than states are kept: what was computed before must not matter.
    @Test func aScoreDoesNotDependOnWhatWasScoredBefore() {
        var table = PrefixTable()
        var scorer = PrefixScorer(model: model)
        var random = RandomSource(seed: 3)
        var prefixes: [PrefixID] = []
        for _ in 0..<4000 {
            let events = (0..<(1 + random.index(below: 60))).map { _ in
                EventKind(rawValue: UInt8(1 + random.index(below: 31)))
            }
            prefixes.append(table.intern(events))
            if random.chance(0.5) { _ = scorer.score(of: prefixes[random.index(below: prefixes.count)], in: table) }
        }
        #expect(table.count > 1 << 16)
        for prefix in prefixes.prefix(400) {
            #expect(scorer.score(of: prefix, in: table) == PlainNetwork.score(table.events(of: prefix), model.weights))
        }
    }

    @Test func forgettingFollowsRenumberedPrefixes() {
        var table = PrefixTable()
        var scorer = PrefixScorer(model: model)
        _ = scorer.score(of: table.intern([.e(5), .e(22)]), in: table)
        let kept = table.intern([.e(22), .e(5), .e(5)])
        let before = scorer.score(of: kept, in: table)
        let after = table.compact(keeping: [kept])[kept.index]
        scorer.forget()
        #expect(scorer.score(of: after, in: table) == before)
    }
}
