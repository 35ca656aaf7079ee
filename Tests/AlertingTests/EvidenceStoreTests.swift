@testable import Alerting
import Records
import Testing

struct EvidenceStoreTests {
    func remember(_ store: inout EvidenceStore, _ block: Int64, _ event: Int, bytes: Int = 100) {
        store.remember(
            BlockKey(number: block), event: event, path: "/log", offset: UInt64(event),
            line: [UInt8](repeating: 65, count: bytes)[...])
    }

    @Test func theOldestGoFirstWhenThereIsNoRoom() {
        var store = EvidenceStore(budget: 10 * 196)
        for block in 1...15 { remember(&store, Int64(block), 0) }
        #expect(store.dropped == 5)
        #expect(store.lines(of: BlockKey(number: 5)).isEmpty && store.lines(of: BlockKey(number: 6)).count == 1)
    }

    @Test func forgottenBlocksMakeRoom() {
        var store = EvidenceStore(budget: 10 * 196)
        for block in 1...20_000 {
            remember(&store, Int64(block), 0)
            store.forget(BlockKey(number: Int64(block)))
        }
        for block in 1...10 { remember(&store, Int64(block), 0) }
        #expect(store.dropped == 0)
    }

    @Test func memoryStaysBoundedAtTheBudget() {
        var store = EvidenceStore(budget: 10 * 196)
        for block in 1...50_000 { remember(&store, Int64(block), 0) }
        var writer = StateWriter()
        store.encode(into: &writer)
        #expect(store.dropped == 49_990 && store.entryCount < 2000)
    }

    /// A line of a life that is over was taken for one that stands, for the block had lived again and had as many
    /// events: the order grew for ever and was gone through at each line.
    @Test func aBlockThatLivesAgainAndAgainTakesNoMore() {
        var store = EvidenceStore(budget: 10 * 196)
        remember(&store, 2, 0)
        for _ in 1...50_000 {
            store.forget(BlockKey(number: 1))
            remember(&store, 1, 0)
        }
        #expect(store.entryCount < 2000 && store.lines(of: BlockKey(number: 1)).count == 1)
        for block in 3...11 { remember(&store, Int64(block), 0) }
        #expect(store.lines(of: BlockKey(number: 2)).isEmpty && !store.lines(of: BlockKey(number: 1)).isEmpty)
    }

    @Test func longLinesAreCut() {
        var store = EvidenceStore()
        remember(&store, 1, 0, bytes: 2000)
        #expect(store.lines(of: BlockKey(number: 1))[0].text.count == 512)
    }

    @Test func noCharacterIsCutInTwo() {
        for (padding, expected) in [(0, 512), (1, 511)] {
            var store = EvidenceStore()
            let line = Array((String(repeating: "x", count: padding) + String(repeating: "é", count: 400)).utf8)
            store.remember(BlockKey(number: 1), event: 0, path: "", offset: 0, line: line[...])
            #expect(store.lines(of: BlockKey(number: 1))[0].text.count == expected)
        }
    }

    @Test func survivesACheckpoint() throws {
        var store = EvidenceStore()
        for event in 0..<4 { remember(&store, Int64(event % 2), event) }
        var writer = StateWriter()
        store.encode(into: &writer)
        var reader = StateReader(writer.bytes)
        let restored = try EvidenceStore(from: &reader)
        for block in [BlockKey(number: 0), BlockKey(number: 1)] {
            #expect(restored.lines(of: block) == store.lines(of: block))
        }
        #expect(reader.isAtEnd)
    }
}
