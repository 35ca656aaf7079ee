import Records
import Scoring

/// One line of a comparison: who, and what was measured on the part test.
package struct ComparisonRow: Sendable {
    package var title: String
    /// Of the same system in the published comparison.
    package var published: Confusion?
    package var confusion = Confusion()
    /// On the rows whose sequence the other parts do not have.
    package var unseen = Confusion()
    /// Of a network only, as all that follow.
    package var parameters: Int?
    package var seconds: Double?
    package var course: [TrainingProgress] = []
}

/// The parts of a split that a comparison needs, and what stands beside each other on them.
package struct Comparison: Sendable {
    /// Learnt from.
    package let train: [SequenceRow]
    /// Stops the networks and picks their thresholds; the opponents learn from it.
    package let validation: [SequenceRow]
    /// Measured on.
    package let test: [SequenceRow]
    private let known: Set<[EventKind]>

    /// Rows without a label are passed over.
    package init(train: [SequenceRow], validation: [SequenceRow], test: [SequenceRow]) {
        (self.train, self.validation, self.test) = (train.learnable, validation.learnable, test.learnable)
        known = Set((train + validation).map(\.events))
    }

    /// The networks that are compared.
    package struct Entry: Sendable, Hashable {
        package var recipe: Recipe
        package var published: PublishedSystem?
        package var seed: UInt64

        /// Names its model file: `grid-search-gn-lstm-seed1`.
        package var name: String { "\(recipe.name)-\(recipe.shape.cell.rawValue)-seed\(seed)" }
        /// For people.
        package var title: String {
            published == nil
                ? "\(recipe.name), seed \(seed)" : "\(recipe.name) \(recipe.shape.cell.rawValue.uppercased())"
        }
    }

    /// The nine published systems on both cells, and the shipped recipe with so many seeds.
    package static func entries(seed: UInt64, productionSeeds: Int) -> [Entry] {
        Cell.allCases.reversed().flatMap { cell in
            PublishedSystem.allCases.map { Entry(recipe: $0.recipe(cell), published: $0, seed: seed) }
        } + (0..<productionSeeds).map { Entry(recipe: .production, published: nil, seed: seed &+ UInt64($0)) }
    }

    package func run(_ entry: Entry) -> TrainingRun {
        TrainingRun(entry.recipe, training: train, validation: validation, seed: entry.seed)
    }

    package func row(_ entry: Entry, _ model: Model, seconds: Double?) -> ComparisonRow {
        let evaluation = Evaluation(model, on: test, others: train + validation)
        return ComparisonRow(
            title: entry.title, published: entry.published?.confusion, confusion: evaluation.model.confusion,
            unseen: evaluation.unseen?.confusion ?? Confusion(), parameters: model.weights.values.count,
            seconds: seconds, course: model.course)
    }

    /// Opponents need no rows to stop by, so they learn from validation as well.
    package func row(_ opponent: some Opponent) -> ComparisonRow {
        var row = ComparisonRow(title: type(of: opponent).title)
        for one in test {
            let said = opponent.isAbnormal(one.events)
            row.confusion.count(said: said, isSo: one.isAbnormal == true)
            if !known.contains(one.events) { row.unseen.count(said: said, isSo: one.isAbnormal == true) }
        }
        return row
    }
}
