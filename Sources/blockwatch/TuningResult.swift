import Records
import Reporting
import Training

/// What `tune` found out, as a table and as JSON.
struct TuningResult {
    var grid: Grid
    /// The best first.
    var outcomes: [GridSearch.Outcome]
    var folds: Int
    var rows: Int
    var seed: UInt64

    /// The best recipe, ready to train.
    var command: String {
        guard let best = outcomes.first else { return "" }
        // What differs from the recipe of that name.
        let named = (try? Recipe.named(best.point.recipe.name))?.hyperparameters ?? [:]
        let changes = Hyperparameter.all.compactMap { parameter in
            let value = parameter.value(best.point.recipe)
            return named[parameter.name] == value ? nil : " --set \(parameter.name)=\(value)"
        }
        return "blockwatch train --recipe \(best.point.recipe.name)\(changes.joined()) --seed \(seed) --out MODEL "
            + "--sequences CSV --split CSV"
    }

    var text: String {
        var table = PlainTable(
            titles: grid.axes.map(\.name) + ["F1, abnormal", "± folds", "F1, macro", "F1, unseen", "errors"])
        for outcome in outcomes {
            table.add(
                outcome.point.values
                    + [outcome.f1, outcome.standardDeviation, outcome.macroF1, outcome.unseenF1].map {
                        $0.text(decimals: 5)
                    }
                    + ["\(outcome.errors)"])
        }
        return "\(rows) blocks in \(folds) folds, the best first\n\n\(table.text)\n"
            + "Each was taught all its epochs and judged from a score of 0.5 on. The best one, to be trained with a part\n"
            + "validation that stops it and picks its threshold:\n\n\(command)\n"
    }

    var json: String {
        let points = outcomes.map { outcome in
            let values = zip(grid.axes, outcome.point.values).map { "\"\($0.name)\":\"\($1)\"" }
            return "{\"values\":{\(values.joined(separator: ","))},\"f1\":\(outcome.f1),"
                + "\"f1_standard_deviation\":\(outcome.standardDeviation),\"macro_f1\":\(outcome.macroF1),"
                + "\"f1_unseen\":\(outcome.unseenF1),\"errors\":\(outcome.errors),"
                + "\"f1_by_fold\":[\(outcome.folds.map { "\($0.f1)" }.joined(separator: ","))]}"
        }
        return "{\"rows\":\(rows),\"folds\":\(folds),\"seed\":\(seed),\"best\":\"\(command)\","
            + "\"points\":[\(points.joined(separator: ","))]}"
    }
}
