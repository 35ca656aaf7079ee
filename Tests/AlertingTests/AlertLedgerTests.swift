import Alerting
import Records
import Testing

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
}
