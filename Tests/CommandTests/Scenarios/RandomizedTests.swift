import Foundation
import TestSupport
import Testing

/// Everything that scenarios are made of, drawn at random, against a small model of what must come out.
///
/// `BLOCKWATCH_SEED` sets the one seed that is new each time; a failure names its own.
@Suite(.serialized) struct RandomizedTests {
    @Test(arguments: [1, 2, 3, 2_298_985_420_873_758_026, Soak.seed])
    func nothingIsLostAndNothingComesTwice(seed: UInt64) throws {
        Soak.say("randomized test: BLOCKWATCH_SEED=\(seed)")
        let ordeal = try Ordeal(seed: seed)
        ordeal.supply(blocks: 120)
        while !ordeal.isDone { try ordeal.step() }
        try ordeal.settle()
        #expect(ordeal.figures.isGood && ordeal.figures.alerts > 10, "BLOCKWATCH_SEED=\(seed): \(ordeal.figures)")
    }

    /// The same with one state, on and on, with ever new blocks; now and then a daemon is let live for a while.
    @Test(.enabled(if: Soak.isOn, "make soak")) func soak() throws {
        Soak.say("soak: BLOCKWATCH_SEED=\(Soak.seed), \(Soak.minutes) minutes")
        let ordeal = try Ordeal(seed: Soak.seed)
        let start = ContinuousClock.now
        var (round, minute) = (0, 1)
        while ContinuousClock.now - start < .seconds(Soak.minutes * 60), ordeal.figures.isGood {
            ordeal.isCalm = round % 4 == 3
            ordeal.supply(blocks: ordeal.isCalm ? 600 : 150)
            while !ordeal.isDone {
                try ordeal.step()
                if ContinuousClock.now - start > .seconds(minute * 60) {
                    Soak.say("soak: \(minute) minutes, \(round) rounds; \(ordeal.figures)")
                    minute += 1
                }
            }
            try ordeal.settle()
            try ordeal.discard()
            round += 1
        }
        Soak.say("soak: at the end, after \(round) rounds; \(ordeal.figures)")
        #expect(ordeal.figures.isGood)
        let (first, last) = ordeal.figures.quarters
        #expect(last.memory < first.memory + first.memory / 5 + 1024, "memory grows")
        #expect(last.handles <= first.handles + 2, "handles are lost")
    }
}
