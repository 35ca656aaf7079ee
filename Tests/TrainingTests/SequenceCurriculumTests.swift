import Records
import Testing

@testable import Training

struct SequenceCurriculumTests {
    /// A whole write by three DataNodes, then twice served.
    static let write: [EventKind] = [5, 22, 5, 5, 11, 9, 11, 9, 11, 9, 26, 26, 26, 2, 2].map { .e($0) }

    /// With all that is drawn left out but what `change` puts in.
    static func recipe(_ change: (inout Recipe) -> Void = { _ in }) -> Recipe {
        var recipe = Recipe.production
        (recipe.swapChance, recipe.insertChance, recipe.silenceChance) = (0, 0, 0)
        (recipe.alterChance, recipe.unseenChance) = (0, 0)
        change(&recipe)
        return recipe
    }

    static func row(_ events: [EventKind], _ isAbnormal: Bool?) -> SequenceRow {
        SequenceRow(id: "", events: events, isAbnormal: isAbnormal)
    }

    private func drawn(_ rows: [SequenceRow], _ recipe: Recipe, epochs: Int = 200) -> [Lesson] {
        let curriculum = SequenceCurriculum(rows, recipe)
        var random = RandomSource(seed: 4)
        return (0..<epochs).flatMap { _ in curriculum.epoch(&random).joined() }
    }

    @Test func distinctSequencesWeighTheCubeRootOfTheirRows() {
        let rows = [SequenceRow](repeating: Self.row(Self.write, false), count: 27) + [Self.row([.e(5)], true)]
        let lessons = SequenceCurriculum(rows + [Self.row([.e(9)], nil)], Self.recipe()).lessons
        #expect(
            lessons == [
                Lesson(events: Self.write, isAbnormal: false, weight: 3), Lesson(events: [.e(5)], isAbnormal: true),
            ])
        let weighted = SequenceCurriculum(rows, Self.recipe { $0.abnormalWeight = 5 }).lessons
        #expect(weighted.map(\.weight) == [3, 5])
    }

    /// Two of three rows with the same counts are normal, so the third, in another order, is taken for normal too.
    @Test func labelsAreWhatMostRowsWithTheSameCountsHave() {
        let other = [EventKind.e(22)] + [.e(5)] + Self.write.dropFirst(2)
        let lessons = SequenceCurriculum(
            [Self.row(Self.write, false), Self.row(Self.write, false), Self.row(other, true)], Self.recipe()
        ).lessons
        #expect(lessons.map(\.isAbnormal) == [false, false])
    }

    /// At rest a block may fall silent; three events or more before that it may not; between the two nothing is said.
    @Test func silences() {
        let lessons = drawn([Self.row(Self.write, false)], Self.recipe { $0.silenceChance = 1 })
        let lengths = Dictionary(grouping: lessons, by: \.isAbnormal).mapValues { Set($0.map(\.events.count)) }
        #expect(lengths[false] == [13, 14, 15])
        #expect(lengths[true] == Set(1...10))
        for lesson in lessons { #expect(lesson.events == Array(Self.write.prefix(lesson.events.count))) }
    }

    @Test func aBeginningThatIsAKnownSequenceIsWhatTheRowsSay() {
        let rows = [Self.row(Self.write, false), Self.row(Array(Self.write.prefix(2)), true)]
        let lessons = drawn(rows, Self.recipe { $0.silenceChance = 1 })
        // Only its own lesson, once an epoch.
        #expect(lessons.count { $0.events.count == 2 } == 200)
    }

    @Test func alteredLessonsKeepTheirLabels() {
        let lessons = drawn([Self.row(Self.write, false)], Self.recipe { $0.alterChance = 1 })
        let altered = lessons.filter { $0.events != Self.write }
        #expect(altered.count > 150 && altered.allSatisfy { !$0.isAbnormal })
        #expect(Set(altered.map(\.events.count)) == [13, 14, 15, 16, 17])
        #expect(altered.contains { $0.events.contains(.unknown) })
    }

    @Test func eventsThatNoRowShowsAreSuspicious() {
        let lessons = drawn([Self.row(Self.write, false)], Self.recipe { $0.unseenChance = 1 })
        let odd = lessons.filter(\.isAbnormal)
        #expect(odd.count == 200)
        for lesson in odd {
            let strange = lesson.events.filter { !Self.write.contains($0) }
            #expect((1...3).contains(strange.count) && Set(strange).count == 1)
            #expect(!strange.contains(.unknown) && !strange.contains(.e(7)), "which say nothing about a block")
        }
    }

    @Test func swapsAndInsertionsLeaveTheFirstEvent() {
        let lessons = drawn(
            [Self.row(Self.write, false)],
            Self.recipe {
                $0.swapChance = 0.3
                $0.insertChance = 0.3
            })
        #expect(Set(lessons.map(\.events)).count > 100)
        for lesson in lessons {
            #expect(lesson.events.first == .e(5) && !lesson.isAbnormal)
            let kept = lesson.events.filter { ![.unknown, .e(7), .e(29), .e(30)].contains($0) }
            #expect(EventCounts(kept) == EventCounts(Self.write))
        }
    }
}
