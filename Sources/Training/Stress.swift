import Records

/// Rows as they should not be: what a model is measured on, or learns from, to see what it bears.
package enum Stress {
    /// So much of the rows, drawn at random, with one or two alterations each: an event dropped, doubled, swapped with
    /// the next one, or replaced by an unknown one. The labels stay.
    package static func altered(_ rows: [SequenceRow], share: Double, seed: UInt64) -> [SequenceRow] {
        var random = RandomSource(seed: seed)
        return rows.map { row in
            guard random.chance(share) else { return row }
            var row = row
            for _ in 0...random.index(below: 2) { alter(&row.events, &random) }
            return row
        }
    }

    private static func alter(_ events: inout [EventKind], _ random: inout RandomSource) {
        guard events.count > 1 else { return }
        let index = random.index(below: events.count)
        switch random.index(below: 4) {
        case 0: events.remove(at: index)
        case 1: events.insert(events[index], at: index)
        case 2: events.swapAt(index == 0 ? 0 : index - 1, index == 0 ? 1 : index)
        default: events[index] = .unknown
        }
    }

    /// So much of the labels turned around, drawn at random.
    package static func mislabelled(_ rows: [SequenceRow], share: Double, seed: UInt64) -> [SequenceRow] {
        var random = RandomSource(seed: seed)
        return rows.map { row in
            var row = row
            if random.chance(share) { row.isAbnormal = row.isAbnormal.map(!) }
            return row
        }
    }

    /// So much of the rows, drawn at random.
    package static func sample(_ rows: [SequenceRow], share: Double, seed: UInt64) -> [SequenceRow] {
        var random = RandomSource(seed: seed)
        return rows.filter { _ in random.chance(share) }
    }
}
