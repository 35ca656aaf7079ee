import Records
import Testing

@testable import Alerting

struct AlertLedgerTests {
    func verdict(_ score: Float, lines: Int) -> Verdict {
        let block = Block(
            key: BlockKey(number: 1), prefix: .empty, first: Stamp(milliseconds: 0),
            last: Stamp(milliseconds: Int64(lines)),
            lines: lines, decidedBy: .quiet)
        return Verdict(block: block, score: score, threshold: 0.5)
    }

    @Test func onlyChangesAreSaid() throws {
        var ledger = AlertLedger()
        #expect(ledger.note(verdict(0.1, lines: 1)) == nil)
        let fires = ledger.note(verdict(0.5, lines: 2))
        guard case .fires(let id) = fires else {
            Issue.record("the threshold itself is abnormal")
            return
        }
        #expect(ledger.note(verdict(0.9, lines: 3)) == nil)
        var writer = StateWriter()
        ledger.encode(into: &writer)
        var reader = StateReader(writer.bytes)
        var restored = try AlertLedger(from: &reader)
        #expect(restored == ledger)
        guard case .resolves(let second, let former) = restored.note(verdict(0.2, lines: 4)) else {
            Issue.record("a block that is normal again is resolved")
            return
        }
        #expect(former == id && second != id)
        #expect(restored.firingCount == 0)
    }

    @Test func aNewLifeFiresAnew() {
        var ledger = AlertLedger()
        _ = ledger.note(verdict(0.9, lines: 2))
        ledger.end(BlockKey(number: 1))
        #expect(ledger.note(verdict(0.9, lines: 3)) != nil)
    }

    /// A log that tells the same lives again, or a block that is evicted and back at the same stamp.
    @Test func aLifeThatRepeatsTheFormerOneSaysNothingNew() throws {
        var ledger = AlertLedger()
        #expect(ledger.note(verdict(0.9, lines: 2)) != nil)
        #expect(ledger.note(verdict(0.1, lines: 3)) != nil)
        ledger.end(BlockKey(number: 1))
        var writer = StateWriter()
        ledger.encode(into: &writer)
        var reader = StateReader(writer.bytes)
        ledger = try AlertLedger(from: &reader)
        #expect(ledger.note(verdict(0.9, lines: 2)) == nil)
        #expect(ledger.note(verdict(0.1, lines: 3)) == nil)
        #expect(ledger.note(verdict(0.9, lines: 4)) != nil)
    }

    @Test func idsAreRememberedInTheirOrder() throws {
        var ids = RecentIDs()
        let areNew = (0..<5000).map { ids.insert("\($0)") }
        #expect(areNew.allSatisfy { $0 })
        var writer = StateWriter()
        ids.encode(into: &writer)
        var reader = StateReader(writer.bytes)
        var restored = try RecentIDs(from: &reader)
        #expect(restored == ids)
        // The oldest of the 4,096 goes for each that is new.
        #expect(["904", "903", "904", "4999"].map { restored.insert($0) } == [false, true, true, false])
    }
}
