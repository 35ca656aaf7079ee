import Records
import Reporting
import Training

extension TuningResult {
    /// The report of `tune`.
    func page(facts: [Page.Fact]) -> Page {
        let lead = outcomes.first.map { best in
            "The best of \(outcomes.count) combinations has an F1 of \(best.f1.text(decimals: 5)) "
                + "(± \(best.standardDeviation.text(decimals: 5)) between the folds): "
                + zip(grid.axes, best.point.values).map { "\($0.name) \($1)" }.joined(separator: ", ") + "."
        }
        return Page(
            title: "Grid search", lead: lead ?? "", facts: facts,
            sections: [
                Section(
                    "F1 over the grid", note: "The mean over \(folds) folds, of the abnormal class.",
                    maps.map { .heatMap($0) }),
                Section("All combinations", [.table(table)]),
                Section("The best one, ready to train", [.paragraph(command)]),
            ])
    }

    private var table: Table {
        Table(
            columns: grid.axes.map { .text($0.name) }
                + [.number("F1"), .number("± folds"), .number("F1, macro"), .number("F1, unseen"), .number("errors")],
            rows: outcomes.map { outcome in
                outcome.point.values
                    + [outcome.f1, outcome.standardDeviation, outcome.macroF1, outcome.unseenF1].map {
                        $0.text(decimals: 5)
                    } + [outcome.errors.grouped]
            }, highlighted: outcomes.isEmpty ? nil : 0)
    }

    /// One for each combination of all but the last two axes.
    private var maps: [HeatMap] {
        let row = grid.axes.count > 1 ? grid.axes[grid.axes.count - 2] : Grid.Axis("", [""])
        guard let column = grid.axes.last else { return [] }
        var outer: [[String]] = []
        for point in grid.points {
            let values = Array(point.values.dropLast(2))
            if !outer.contains(values) { outer.append(values) }
        }
        let all = outcomes.map(\.f1)
        let scale = (all.min() ?? 0)...(all.max() ?? 1)
        return outer.map { fixed in
            func f1(_ values: [String]) -> Double { outcomes.first { $0.point.values == values }?.f1 ?? .nan }
            let cells = row.values.map { one in
                column.values.map { other in f1(grid.axes.count > 1 ? fixed + [one, other] : [other]) }
            }
            let best = outcomes.first.flatMap { best -> HeatMap.Cell? in
                guard Array(best.point.values.dropLast(2)) == fixed,
                    let column = column.values.firstIndex(of: best.point.values[best.point.values.count - 1])
                else { return nil }
                let index = grid.axes.count > 1 ? best.point.values[best.point.values.count - 2] : ""
                return row.values.firstIndex(of: index).map { HeatMap.Cell(row: $0, column: column) }
            }
            let names = zip(grid.axes, fixed).map { "\($0.name) \($1)" }.joined(separator: ", ")
            return HeatMap(
                names.isEmpty ? "F1" : "F1 with \(names)", caption: "The best of all combinations is marked.",
                rowTitle: row.name, rows: row.values, columnTitle: column.name, columns: column.values, values: cells,
                scale: scale, best: best, decimals: 4)
        }
    }
}
