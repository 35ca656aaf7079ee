import Records

/// How much of a split's parts stands in its other parts, too: there, remembering is enough.
package struct Leakage: Sendable, Encodable {
    package struct Part: Sendable, Equatable, Encodable {
        package var name: String
        package var rows: ClassCounts
        /// Rows whose sequence the part `train` has; nil of that part itself, and where there is none.
        package var alsoInTrain: ClassCounts?
        /// Rows whose sequence any other part has.
        package var alsoInOthers: ClassCounts
        /// Rows whose sequence no other part has.
        package var inNoOther: ClassCounts
    }

    /// The parts `train`, `validation` and `test` first.
    package var parts: [Part]
    /// Ids of the split that no row has.
    package var idsWithoutRow: Int
    /// Rows that the split does not name.
    package var rowsInNoPart: Int

    init(_ rows: [SequenceRow], _ split: [String: String]) {
        let order = ["train", "validation", "test"]
        let names = Set(split.values).sorted {
            (order.firstIndex(of: $0) ?? order.count, $0) < (order.firstIndex(of: $1) ?? order.count, $1)
        }
        let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        var table: [[EventKind]: [Int: ClassCounts]] = [:]
        var seen: Set<String> = []
        rowsInNoPart = 0
        for row in rows {
            guard let number = split[row.id].flatMap({ numbers[$0] }) else {
                rowsInNoPart += 1
                continue
            }
            seen.insert(row.id)
            table[row.events, default: [:]][number, default: ClassCounts()].count(row.isAbnormal)
        }
        idsWithoutRow = split.count - seen.count
        let train = numbers["train"]
        parts = names.map {
            Part(
                name: $0, rows: ClassCounts(), alsoInTrain: train == nil || $0 == "train" ? nil : ClassCounts(),
                alsoInOthers: ClassCounts(), inNoOther: ClassCounts())
        }
        for holders in table.values {
            for (number, counts) in holders {
                parts[number].count(
                    counts, isAlone: holders.count == 1, isInTrain: train.map { holders[$0] != nil } ?? false)
            }
        }
    }
}

extension Leakage.Part {
    fileprivate mutating func count(_ counts: ClassCounts, isAlone: Bool, isInTrain: Bool) {
        rows = rows + counts
        if isAlone { inNoOther = inNoOther + counts } else { alsoInOthers = alsoInOthers + counts }
        if isInTrain { alsoInTrain = alsoInTrain.map { $0 + counts } }
    }
}
