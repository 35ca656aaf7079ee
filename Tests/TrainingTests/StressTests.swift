import Records
import Testing
import Training

struct StressTests {
    static let rows = (0..<4000).map { index in
        SequenceRow(id: "\(index)", events: (1...8).map { .e($0) }, isAbnormal: index % 10 == 0)
    }

    @Test func altersSoMuchOfTheRowsALittle() {
        let altered = Stress.altered(Self.rows, share: 0.2, seed: 3)
        #expect(altered == Stress.altered(Self.rows, share: 0.2, seed: 3))
        let changed = zip(Self.rows, altered).filter { $0.0 != $0.1 }
        #expect((700..<900).contains(changed.count))
        for (before, after) in changed {
            #expect(before.isAbnormal == after.isAbnormal && before.id == after.id)
            #expect((6...10).contains(after.events.count))
        }
        let sequences = changed.map(\.1.events)
        #expect(sequences.contains { $0.contains(.unknown) && $0.count == 8 })
        #expect(sequences.contains { $0.count == 7 } && sequences.contains { $0.count == 9 })
        #expect(sequences.contains { $0.count == 8 && Set($0).count == 8 && !$0.contains(.unknown) })
    }

    @Test func shortSequencesStayWhole() {
        let rows = [SequenceRow(id: "1", events: [.e(5)], isAbnormal: true)]
        #expect(Stress.altered(rows, share: 1, seed: 1) == rows)
    }

    @Test func turnsLabelsAround() {
        let turned = Stress.mislabelled(Self.rows, share: 0.05, seed: 3)
        let changed = zip(Self.rows, turned).filter { $0.0.isAbnormal != $0.1.isAbnormal }
        #expect((150..<250).contains(changed.count))
        #expect(changed.contains { $0.0.isAbnormal == true } && changed.contains { $0.0.isAbnormal == false })
    }

    @Test func drawsSoMuchOfTheRows() {
        let drawn = Stress.sample(Self.rows, share: 0.01, seed: 3)
        #expect((20..<60).contains(drawn.count))
        #expect(Set(drawn).isSubset(of: Self.rows))
    }
}
