import Records
import Testing

@Suite struct PrefixTableTests {
    @Test func equalPrefixesHaveEqualNumbers() {
        var table = PrefixTable()
        let a = table.intern([.e(5), .e(22), .e(9)])
        let b = table.intern([.e(5), .e(22), .e(11)])
        #expect(table.intern([.e(5), .e(22), .e(9)]) == a)
        #expect(a != b)
        #expect(table.parent(of: a) == table.parent(of: b))
        #expect(table.events(of: b) == [.e(5), .e(22), .e(11)])
        #expect(table.length(of: a) == 3)
        #expect(table.count == 5)
    }

    @Test func knowsHowALifeBegan() {
        var table = PrefixTable()
        let open = table.intern([.e(22), .e(5)])
        let written = table.child(of: open, .e(9))
        let partial = table.intern([.e(9), .e(5)])
        #expect(table.traits(of: open).isOnlyBeginning && !table.traits(of: written).isOnlyBeginning)
        #expect(table.traits(of: partial).isPartial && !table.traits(of: written).isPartial)
        #expect(!table.traits(of: .empty).isPartial && table.traits(of: .empty).isOnlyBeginning)
    }

    @Test func compactionKeepsWhatIsHeld() {
        var table = PrefixTable()
        _ = table.intern([.e(1), .e(2), .e(3)])
        let held = table.intern([.e(1), .e(4)])
        let renumbered = table.compact(keeping: [held])
        #expect(table.count == 3)
        #expect(table.events(of: renumbered[held.index]) == [.e(1), .e(4)])
    }
}
