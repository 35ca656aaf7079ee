import Records
import Testing

@testable import Detector

struct MergeQueueTests {
    /// Inputs enter, move and leave at random; a sorted list says which is first and what is behind it.
    @Test(arguments: 1...8) func agreesWithASortedList(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var queue = MergeQueue()
        var ranks: [Int: MergeQueue.Rank] = [:]
        for _ in 0..<3000 {
            let input = random.index(below: 40)
            if random.unit() < 0.3 {
                queue.remove(input)
                ranks[input] = nil
            } else {
                // Few clocks, so that the order of the inputs decides often.
                let rank = MergeQueue.Rank(clock: Int64(random.index(below: 20)), order: input)
                queue.set(input, rank)
                ranks[input] = rank
            }
            let sorted = ranks.sorted { $0.value < $1.value }
            #expect(queue.first == sorted.first?.key)
            #expect(queue.secondRank == sorted.dropFirst().first?.value)
        }
    }
}
