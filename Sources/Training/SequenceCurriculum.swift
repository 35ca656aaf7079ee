import Glibc
import Records

/// Every distinct sequence is taught once an epoch, and, drawn anew each time, how it could have looked and how it
/// looked when it fell silent.
struct SequenceCurriculum: Curriculum {
    private let recipe: Recipe
    let lessons: [Lesson]
    /// All whole sequences, which say themselves what they are, so that no beginning says otherwise.
    private let known: Set<[EventKind]>
    /// Published events that no row shows and that are not ``strangers``.
    private let unseen: [EventKind]
    /// Events that follow from nothing that went wrong with a block, or that the published sequences lack.
    private static let strangers: [EventKind] = [.unknown, .unknown, .e(7), .e(29), .e(30)]
    /// So many events before a write is complete it is unfinished for sure; nearer to its end, what lacks may be lines
    /// that were lost.
    private static let unfinishedBy = 3

    init(_ rows: [SequenceRow], _ recipe: Recipe) {
        self.recipe = recipe
        lessons = Self.distinct(rows, recipe)
        known = Set(lessons.map(\.events))
        let seen = Set(lessons.flatMap(\.events)).union(Self.strangers)
        unseen = (1...PublishedTemplates.texts.count).map(EventKind.e).filter { !seen.contains($0) }
    }

    /// One lesson for each distinct sequence. It weighs as much as the cube root of its number of rows, so that the few
    /// lives that most blocks live do not drown the others. It is what most rows with the same events are, whatever
    /// their order: a label that contradicts them is a mistake more often than a discovery.
    private static func distinct(_ rows: [SequenceRow], _ recipe: Recipe) -> [Lesson] {
        var order: [[EventKind]] = []
        var counts: [[EventKind]: Int] = [:]
        for row in rows where row.isAbnormal != nil && !row.events.isEmpty {
            if counts.updateValue(counts[row.events, default: 0] + 1, forKey: row.events) == nil {
                order.append(row.events)
            }
        }
        let lookup = CountLookup(rows)
        return order.map { events in
            let isAbnormal = lookup.isAbnormal(events)
            let weight = cbrtf(Float(counts[events] ?? 1)) * (isAbnormal ? recipe.abnormalWeight : recipe.normalWeight)
            return Lesson(events: events, isAbnormal: isAbnormal, weight: weight)
        }
    }

    func epoch(_ random: inout RandomSource) -> [[Lesson]] {
        var drawn: [Lesson] = []
        for lesson in lessons {
            drawn.append(varied(lesson, &random))
            if !lesson.isAbnormal {
                drawn += silences(of: lesson, &random)
                if !unseen.isEmpty && random.chance(recipe.unseenChance) { drawn.append(odd(lesson, &random)) }
            }
            if random.chance(recipe.alterChance) { drawn.append(altered(lesson, &random)) }
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

    /// Lines get lost, are written twice or are not understood: one or two of them do not change what a block is.
    private func altered(_ lesson: Lesson, _ random: inout RandomSource) -> Lesson {
        var lesson = lesson
        for _ in 0...random.index(below: 2) {
            let index = random.index(below: lesson.events.count)
            switch random.index(below: 3) {
            case 0: if lesson.events.count > 1 { lesson.events.remove(at: index) }
            case 1: lesson.events.insert(lesson.events[index], at: index)
            default: lesson.events[index] = .unknown
            }
        }
        return lesson
    }

    /// A known event that happened to no block so far, normal or not, is a reason for suspicion.
    private func odd(_ lesson: Lesson, _ random: inout RandomSource) -> Lesson {
        var lesson = lesson
        lesson.isAbnormal = true
        let event = unseen[random.index(below: unseen.count)]
        for _ in 0...random.index(below: 3) {
            lesson.events.insert(event, at: 1 + random.index(below: lesson.events.count))
        }
        return lesson
    }

    /// Lessons on where a normal block may fall silent and where it may not: at rest it may; before it was first at
    /// rest it may not, unless it was about to be. What lies between (a replica on its way, a deletion begun) is left
    /// open.
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
        if let first = atRest.first { unfinished.removeAll { $0 > first - Self.unfinishedBy } }
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
