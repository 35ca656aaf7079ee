import Records
import Scoring

/// Every point of a grid, trained on all folds of the rows but one and measured on that one, for each fold in turn.
package struct GridSearch: Sendable {
    /// What one point came to.
    package struct Outcome: Sendable {
        package var point: Grid.Point
        /// By fold, on the rows that were left out, and among them on those whose sequence the others do not have.
        package var folds: [Confusion]
        package var unseen: [Confusion]

        package var f1: Double { mean(folds.map(\.f1)) }
        package var macroF1: Double { mean(folds.map(\.macroF1)) }
        /// Over the folds that have such abnormal rows.
        package var unseenF1: Double { mean(unseen.filter { $0.tp + $0.fn > 0 }.map(\.f1)) }
        package var errors: Int { folds.reduce(0) { $0 + $1.errors } }
        /// Between the folds.
        package var standardDeviation: Double {
            let mean = f1
            return (folds.reduce(0) { $0 + ($1.f1 - mean) * ($1.f1 - mean) } / Double(max(1, folds.count - 1)))
                .squareRoot()
        }

        private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }
    }

    /// A training on all folds but one.
    package struct Job: Sendable {
        package var name: String
        var points: [Int]
        var fold: Int
        package var recipe: Recipe
    }

    package let grid: Grid
    package let jobs: [Job]
    private let folds: [[SequenceRow]]
    private let seed: UInt64

    /// - Parameter rows: with labels; dealt to the folds at random, class by class.
    package init(_ grid: Grid, _ rows: [SequenceRow], folds count: Int, seed: UInt64) {
        self.grid = grid
        self.seed = seed
        var random = RandomSource(seed: seed)
        var shuffled = rows
        random.shuffle(&shuffled)
        var folds = [[SequenceRow]](repeating: [], count: count)
        // Class by class, so that each fold has its share of the abnormal ones.
        let byClass = shuffled.filter { $0.isAbnormal == true } + shuffled.filter { $0.isAbnormal != true }
        for (index, row) in byClass.enumerated() { folds[index % count].append(row) }
        self.folds = folds
        jobs = grid.trainings.flatMap { points in
            (0..<count).compactMap { fold in
                points.map { grid.points[$0] }.max { $0.recipe.epochs < $1.recipe.epochs }.map { longest in
                    let values = zip(grid.axes, longest.values).map { "\($0.name)=\($1)" }.joined(separator: " ")
                    return Job(name: "\(values) fold \(fold + 1)", points: points, fold: fold, recipe: longest.recipe)
                }
            }
        }
    }

    /// - Returns: what each point of the grid came to on the job's fold, by the point's number.
    package func run(
        _ job: Job, _ report: (TrainingProgress) -> Void
    ) -> [Int: (all: Confusion, unseen: Confusion)] {
        let training = folds.indices.filter { $0 != job.fold }.flatMap { folds[$0] }
        let known = Set(training.map(\.events))
        var trainer = Trainer(job.recipe, training: training, validation: [], seed: seed)
        var outcomes: [Int: (Confusion, Confusion)] = [:]
        _ = trainer.train { progress, weights in
            for point in job.points where grid.points[point].recipe.epochs == progress.epoch {
                outcomes[point] = Self.measure(weights, folds[job.fold], known)
            }
            report(progress)
        }
        return outcomes
    }

    private static func measure(
        _ weights: Weights, _ rows: [SequenceRow], _ known: Set<[EventKind]>
    ) -> (Confusion, Confusion) {
        let model = Model(weights: weights, name: "", threshold: 0.5, requiredEvents: [], templates: [])
        var table = PrefixTable()
        var scorer = PrefixScorer(model: model)
        var (all, unseen) = (Confusion(), Confusion())
        let prefixes = rows.map { table.intern($0.events) }
        for (row, score) in zip(rows, scorer.scores(of: prefixes, in: table)) {
            let said = score >= model.threshold
            all.count(said: said, isSo: row.isAbnormal == true)
            if !known.contains(row.events) { unseen.count(said: said, isSo: row.isAbnormal == true) }
        }
        return (all, unseen)
    }

    /// The outcome of each point, the best first.
    /// - Parameter results: of all jobs, in their order.
    package func outcomes(_ results: [[Int: (all: Confusion, unseen: Confusion)]]) -> [Outcome] {
        grid.points.indices.map { point in
            Outcome(
                point: grid.points[point], folds: results.compactMap { $0[point]?.all },
                unseen: results.compactMap { $0[point]?.unseen })
        }.sorted { $0.f1 > $1.f1 }
    }
}
