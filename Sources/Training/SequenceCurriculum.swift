import Glibc
import Records

/// Every distinct sequence is taught once an epoch, and, drawn anew each time, how it could have looked and how it
/// looked when it fell silent.
struct SequenceCurriculum: Curriculum {
    private let recipe: Recipe
    let lessons: [Lesson]
    /// All whole sequences, which say themselves what they are, so that no beginning says otherwise.
    private let known: Set<[EventKind]>
    /// Events that follow from nothing that went wrong with a block, or that the published sequences lack.
    private static let strangers: [EventKind] = [.unknown, .unknown, .e(7), .e(29), .e(30)]

    init(_ rows: [SequenceRow], _ recipe: Recipe) {
        self.recipe = recipe
        lessons = Self.distinct(rows, recipe)
        known = Set(lessons.map(\.events))
    }

    var distinctCount: Int { lessons.count }

    /// One lesson for each distinct sequence and class; it weighs as much as the cube root of its number of rows, so
    /// that the few lives that most blocks live do not drown the others.
    private static func distinct(_ rows: [SequenceRow], _ recipe: Recipe) -> [Lesson] {
        struct Key: Hashable {
            var events: [EventKind]
            var isAbnormal: Bool
        }
        var order: [Key] = []
        var counts: [Key: Int] = [:]
        for row in rows {
            guard let isAbnormal = row.isAbnormal, !row.events.isEmpty else { continue }
            let key = Key(events: row.events, isAbnormal: isAbnormal)
            if counts.updateValue(counts[key, default: 0] + 1, forKey: key) == nil { order.append(key) }
        }
        return order.map { key in
            let weight = cbrtf(Float(counts[key] ?? 1)) * (key.isAbnormal ? recipe.abnormalWeight : recipe.normalWeight)
            return Lesson(events: key.events, isAbnormal: key.isAbnormal, weight: weight)
        }
    }

    func epoch(_ random: inout RandomSource) -> [[Lesson]] {
        var drawn: [Lesson] = []
        for lesson in lessons {
            drawn.append(varied(lesson, &random))
            if !lesson.isAbnormal { drawn += silences(of: lesson, &random) }
        }
        random.shuffle(&drawn)
        return stride(from: 0, to: drawn.count, by: recipe.batch).map {
            Array(drawn[$0..<min($0 + recipe.batch, drawn.count)])
        }
    }

    /// Neighbouring lines of different machines stand in any order, and a line that nobody has seen before says
    /// nothing about the block.
    private func varied(_ lesson: Lesson, _ random: inout RandomSource) -> Lesson {
        var lesson = lesson
        var position = 1
        while position + 1 < lesson.events.count {
            if random.chance(recipe.swapChance) {
                lesson.events.swapAt(position, position + 1)
                position += 1
            }
            position += 1
        }
        while random.chance(recipe.insertChance) {
            let stranger = Self.strangers[random.index(below: Self.strangers.count)]
            lesson.events.insert(stranger, at: 1 + random.index(below: lesson.events.count))
        }
        return lesson
    }

    /// Lessons on where a normal block may fall silent and where it may not: at rest it may; before it was first at
    /// rest it may not. What lies between (a replica on its way, a deletion begun) is left open.
    private func silences(of lesson: Lesson, _ random: inout RandomSource) -> [Lesson] {
        var counts = EventCounts()
        var atRest: [Int] = []
        var unfinished: [Int] = []
        for (index, event) in lesson.events.enumerated() {
            counts.add(event)
            if counts.isAtRest {
                atRest.append(index + 1)
            } else if atRest.isEmpty {
                unfinished.append(index + 1)
            }
        }
        var lessons: [Lesson] = []
        for (cuts, isAbnormal) in [(atRest, false), (atRest.isEmpty ? [] : unfinished, true)] {
            guard !cuts.isEmpty, random.chance(recipe.silenceChance) else { continue }
            let events = Array(lesson.events[..<cuts[random.index(below: cuts.count)]])
            if known.contains(events) { continue }
            lessons.append(varied(Lesson(events: events, isAbnormal: isAbnormal, weight: lesson.weight), &random))
        }
        return lessons
    }
}
