import Records
import Scoring
import Testing

@testable import Training

struct RowCurriculumTests {
    static func row(_ events: [Int], _ isAbnormal: Bool?) -> SequenceRow {
        SequenceRow(id: "", events: events.map { .e($0) }, isAbnormal: isAbnormal)
    }

    static func recipe(batch: Int, window: Int? = 3, shifted: Int = 0) -> Recipe {
        var recipe = PublishedSystem.improved.recipe()
        recipe.batch = batch
        recipe.shape.window = window
        recipe.shiftedWindows = shifted
        return recipe
    }

    @Test func rowsOfABatchThatSayTheSameAreOneLesson() {
        let rows = [Self.row([9, 5, 22, 5], false), Self.row([5, 22, 5], false), Self.row([5, 22, 5], true)]
        let batches = RowCurriculum(rows + [Self.row([5], nil)], Self.recipe(batch: 10)).batches(1)
        #expect(batches.count == 1)
        #expect(
            Set(batches[0]) == [
                Lesson(events: [.e(5), .e(22), .e(5)], isAbnormal: false, weight: 1.03, copies: 2),
                Lesson(events: [.e(5), .e(22), .e(5)], isAbnormal: true, weight: 17.08, copies: 1),
            ])
    }

    @Test func everyRowIsTaughtOnceAnEpochInAnotherOrder() {
        let rows = (0..<50).map { Self.row([1 + $0 % 7, 2, 3], false) }
        let curriculum = RowCurriculum(rows, Self.recipe(batch: 8))
        let (one, other) = (curriculum.batches(1), curriculum.batches(2))
        #expect(one.count == 7 && one != other)
        for epoch in [one, other] {
            var copies: [[EventKind]: Float] = [:]
            for lesson in epoch.joined() { copies[lesson.events, default: 0] += lesson.copies }
            #expect(copies == Dictionary(grouping: rows, by: \.events).mapValues { Float($0.count) })
        }
        #expect(curriculum.lessons.count == 7 && curriculum.lessons.reduce(0) { $0 + $1.copies } == 50)
    }

    @Test(arguments: [(3, 3), (1, 2), (0, 1)]) func longRowsGiveShiftedWindows(_ shifted: Int, _ windows: Int) {
        let recipe = Self.recipe(batch: 8, shifted: shifted)
        let events = (1...5).map { EventKind.e($0) }
        let expected = [[3, 4, 5], [2, 3, 4], [1, 2, 3]].prefix(windows).map { $0.map { EventKind.e($0) } }
        #expect(recipe.windows(of: events) == Array(expected))
        #expect(recipe.windows(of: Array(events.prefix(3))) == [Array(events.prefix(3))])
        #expect(RowCurriculum([Self.row([1, 2, 3, 4, 5], true)], recipe).lessons.count == windows)
    }
}

extension Curriculum {
    fileprivate func batches(_ seed: UInt64) -> [[Lesson]] {
        var random = RandomSource(seed: seed)
        return epoch(&random)
    }
}
