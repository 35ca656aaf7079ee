import Records
import Testing

@testable import Grouping

struct SlotIndexTests {
    /// Random blocks come and go; a dictionary says what must be found.
    @Test(arguments: 1...8) func agreesWithADictionary(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var index = SlotIndex()
        var blocks: [OpenBlock] = []
        var expected: [BlockKey: Slot] = [:]
        for _ in 0..<5000 {
            // Few numbers, so that many are met again; some are neighbours, some far apart.
            let number = Int64(random.index(below: 300)) &* (random.unit() < 0.5 ? 1 : 0x1_0000_0001)
            let key = BlockKey(number: number)
            #expect(index.slot(of: key, in: blocks) == expected[key])
            if let slot = expected.removeValue(forKey: key) {
                index.remove(slot, in: blocks)
            } else {
                let slot = Slot(rawValue: UInt32(blocks.count))
                blocks.append(OpenBlock(key: key, first: .distantPast, last: .distantPast))
                index.insert(slot, in: blocks)
                expected[key] = slot
            }
            #expect(index.count == expected.count)
        }
        for (key, slot) in expected { #expect(index.slot(of: key, in: blocks) == slot) }
    }

    /// Numbers that come in steps, as block ids can, are found after few looks, whatever the factors are.
    @Test(arguments: [1, 1000, 1 << 20, 1 << 40]) func stepsDoNotMeetAtOnePlace(step: Int64) {
        for seed in 0..<100 {
            var index = SlotIndex(RandomSource(seed: UInt64(seed)))
            var blocks: [OpenBlock] = []
            for number in 0..<4000 {
                blocks.append(
                    OpenBlock(
                        key: BlockKey(number: Int64(number) * step), first: .distantPast, last: .distantPast))
                index.insert(Slot(rawValue: UInt32(number)), in: blocks)
            }
            // As at random: one free place in two, 0.5 places too far in the mean.
            #expect(Double(index.displacement(in: blocks)) / 4000 < 2, "seed \(seed)")
        }
    }
}
