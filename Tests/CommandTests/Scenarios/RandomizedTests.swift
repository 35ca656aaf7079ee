import Foundation
import Records
import TestSupport
import Testing

/// Everything that scenarios are made of, drawn at random, against a small model of what must come out.
///
/// `BLOCKWATCH_SEED` sets the one seed that is new each time; a failure names its own.
@Suite(.serialized) struct RandomizedTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let fresh = environment["BLOCKWATCH_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...UInt64.max)

    @Test(arguments: [1, 2, 3, 4, fresh])
    func nothingIsLostAndNothingComesTwice(seed: UInt64) throws {
        say("seed \(seed)")
        let ordeal = try Ordeal(seed: seed)
        ordeal.supply(blocks: 120)
        while !ordeal.isDone { try ordeal.step() }
        try ordeal.settle()
        say("\(ordeal.figures)")
        #expect(ordeal.figures.isGood && ordeal.figures.alerts > 10, "seed \(seed): \(ordeal.figures)")
    }

    private func say(_ words: String) {
        FileHandle.standardError.write(Data("randomized test: \(words)\n".utf8))
    }
}
