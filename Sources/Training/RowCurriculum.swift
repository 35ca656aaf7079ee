import Records
import Scoring

/// Every row is taught once an epoch, as the published systems do it. Rows of one batch that say the same are one
/// lesson with so many copies: the sums are those of the single rows, at the cost of the distinct ones.
struct RowCurriculum: Curriculum {
    private let batch: Int
    /// What the rows say, each once; weight and copies are a single row's.
    private let distinct: [Lesson]
    /// By row (or window of one): its lesson.
    private let lessonOfRow: [Int32]

    init(_ rows: [SequenceRow], _ recipe: Recipe) {
        batch = recipe.batch
        struct Key: Hashable {
            var events: [EventKind]
            var isAbnormal: Bool
        }
        var numbers: [Key: Int32] = [:]
        var (distinct, lessonOfRow) = ([Lesson](), [Int32]())
        for row in rows {
            guard let isAbnormal = row.isAbnormal, !row.events.isEmpty else { continue }
            for events in recipe.windows(of: row.events) {
                let key = Key(events: events, isAbnormal: isAbnormal)
                let number = numbers[key] ?? Int32(distinct.count)
                if number == distinct.count {
                    numbers[key] = number
                    distinct.append(
                        Lesson(
                            events: events, isAbnormal: isAbnormal,
                            weight: isAbnormal ? recipe.abnormalWeight : recipe.normalWeight))
                }
                lessonOfRow.append(number)
            }
        }
        (self.distinct, self.lessonOfRow) = (distinct, lessonOfRow)
    }

    var lessons: [Lesson] { merged(lessonOfRow.sorted()[...]) }

    func epoch(_ random: inout RandomSource) -> [[Lesson]] {
        var order = lessonOfRow
        random.shuffle(&order)
        return stride(from: 0, to: order.count, by: batch).map { start in
            merged(order[start..<min(start + batch, order.count)].sorted()[...])
        }
    }

    /// - Parameter numbers: of lessons, the same ones side by side.
    private func merged(_ numbers: ArraySlice<Int32>) -> [Lesson] {
        var lessons: [Lesson] = []
        var last: Int32?
        for number in numbers {
            if number == last {
                lessons[lessons.count - 1].weight += distinct[Int(number)].weight
                lessons[lessons.count - 1].copies += 1
            } else {
                lessons.append(distinct[Int(number)])
                last = number
            }
        }
        return lessons
    }
}

extension Recipe {
    /// What a sequence is taught as: itself, or, where the network sees a window, the last events and up to
    /// ``shiftedWindows`` windows more, each beginning an event earlier.
    func windows(of events: [EventKind]) -> [[EventKind]] {
        guard let length = shape.window, events.count > length else { return [events] }
        return (0...min(shiftedWindows, events.count - length)).map { Array(events.dropLast($0).suffix(length)) }
    }
}
