import Records
import Testing

@testable import Grouping

struct DeadlineQueueTests {
    /// Blocks whose deadlines move while they wait; what is due must come out by deadline, then by number.
    @Test(arguments: 1...8) func dueOnesComeOutInOrder(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var queue = DeadlineQueue()
        var blocks: [OpenBlock] = []
        var now: Int64 = 1_000_000
        /// By slot: the block's true deadline.
        var waiting: [UInt32: Int64] = [:]
        for _ in 0..<400 {
            for _ in 0..<random.index(below: 10) {
                let deadline = now + Int64(random.index(below: 200_000))
                let slot = Slot(rawValue: UInt32(blocks.count))
                let key = BlockKey(number: Int64(random.index(below: 1_000_000)))
                blocks.append(OpenBlock(key: key, first: .distantPast, last: Stamp(rawValue: deadline)))
                queue.insert(Stamp(rawValue: deadline), slot, key)
                waiting[slot.rawValue] = deadline
            }
            for slot in waiting.keys where random.unit() < 0.2 {
                waiting[slot]? += Int64(random.index(below: 50_000))
                blocks[Int(slot)].last = Stamp(rawValue: waiting[slot] ?? 0)
            }
            now += Int64(random.index(below: 30_000))
            var due: [UInt32] = []
            while let entry = queue.next(dueAt: Stamp(rawValue: now), in: &blocks, { block, _ in block.last }) {
                due.append(entry.slot.rawValue)
            }
            let expected = waiting.filter { $0.value <= now }.keys.sorted {
                (waiting[$0] ?? 0, blocks[Int($0)].key.number) < (waiting[$1] ?? 0, blocks[Int($1)].key.number)
            }
            #expect(due.map { blocks[Int($0)].key } == expected.map { blocks[Int($0)].key })
            for slot in due { waiting[slot] = nil }
        }
    }

    @Test func aClosedBlockDoesNotComeOut() {
        var queue = DeadlineQueue()
        var blocks = [OpenBlock(key: BlockKey(number: 1), first: .distantPast, last: Stamp(rawValue: 5))]
        queue.insert(Stamp(rawValue: 5), Slot(rawValue: 0), BlockKey(number: 1))
        blocks[0].isOpen = false
        #expect(queue.next(dueAt: .distantFuture, in: &blocks) { block, _ in block.last } == nil)
    }
}
