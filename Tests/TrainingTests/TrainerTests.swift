import Records
import Scoring
import Testing
import Training

struct TrainerTests {
    static let recipe: Recipe = {
        var recipe = Recipe.production
        recipe.shape = ModelShape(embedding: 4, hidden: 8, dense: 6)
        recipe.epochs = 30
        recipe.batch = 8
        recipe.learningRate = 0.02
        return recipe
    }()

    /// Whole writes are normal, writes without an end are not.
    static let rows: [SequenceRow] = (0..<120).map { index in
        let begin: [EventKind] = [[.e(5), .e(22)], [.e(22), .e(5)], [.e(5), .e(5), .e(22)]][index % 3]
        let end: [EventKind] =
            (0..<(begin.count - 1)).flatMap { _ in [EventKind.e(11), .e(9)] }
            + (0..<(begin.count - 1)).map { _ in .e(26) }
        let more = [EventKind](repeating: .e(2), count: index / 3 % 20)
        let isAbnormal = index % 4 == 0
        return SequenceRow(
            id: "\(index)", events: begin + (isAbnormal ? [] : end) + more, isAbnormal: isAbnormal)
    }

    @Test func aLossThatIsNoNumberIsSaid() throws {
        var recipe = Self.recipe
        recipe.learningRate = .infinity
        recipe.clipping = .none
        let run = TrainingRun(recipe, training: Self.rows, validation: Self.rows, seed: 1)
        let fault = #expect(throws: DataFault.self) { try run.run(name: "m") }
        #expect(fault?.what.contains("after epoch 1 the loss is no number") == true, "\(String(describing: fault))")
    }

    @Test func theSameSeedGivesTheSameWeights() {
        func train(_ seed: UInt64) -> Weights {
            var recipe = Self.recipe
            recipe.epochs = 3
            var trainer = Trainer(recipe, training: Self.rows, validation: [], seed: seed)
            return trainer.train { _, _ in }
        }
        #expect(train(1) == train(1))
        #expect(train(1) != train(2))
    }

    /// As the published networks are: the last events, no dense layer.
    @Test(arguments: Cell.allCases) func itLearnsWithoutADenseLayer(_ cell: Cell) {
        var recipe = Self.recipe
        recipe.shape = ModelShape(embedding: 3, cell: cell, layers: 2, hidden: 8, dense: 0, window: 19)
        var trainer = Trainer(recipe, training: Self.rows, validation: [], seed: 1)
        var losses: [Double] = []
        _ = trainer.train { progress, _ in losses.append(progress.trainingLoss) }
        #expect(losses[losses.count - 1] < losses[0] / 2, "\(losses)")
    }

    /// Row by row, with batch normalization, whose means fold into what is kept.
    @Test(arguments: [(Cell.gru, 0), (.lstm, 6)]) func itLearnsWithBatchNormalization(_ cell: Cell, _ dense: Int) {
        var recipe = Self.recipe
        recipe.unit = .row
        recipe.hasBatchNormalization = true
        recipe.clipping = .none
        recipe.averaging = 0
        recipe.shape = ModelShape(embedding: 3, cell: cell, hidden: 8, dense: dense, window: dense == 0 ? 19 : nil)
        var trainer = Trainer(recipe, training: Self.rows, validation: Self.rows, seed: 1)
        var losses: [TrainingProgress] = []
        _ = trainer.train { progress, _ in losses.append(progress) }
        #expect(losses[losses.count - 1].trainingLoss < losses[0].trainingLoss / 2)
        // What is kept has the means of the way, not the batch's: about as good, and surely not another network.
        let last = losses[losses.count - 1]
        #expect((last.validationLoss ?? .infinity) < 2 * last.trainingLoss + 0.1, "\(last)")
    }

    @Test func itLearns() {
        var trainer = Trainer(Self.recipe, training: Self.rows, validation: Self.rows, seed: 1)
        var losses: [Double] = []
        let weights = trainer.train { progress, _ in losses.append(progress.trainingLoss) }
        #expect(losses[losses.count - 1] < losses[0] / 2)
        let model = Model(weights: weights, name: "m", threshold: 0.5, requiredEvents: [], templates: [])
        #expect(Evaluation(model, on: Self.rows).model.confusion.f1 > 0.95)
    }

    @Test func trainingStopsWhenValidationGetsNoBetter() {
        var recipe = Self.recipe
        recipe.epochs = 200
        recipe.patience = 2
        // What validation asks contradicts what training says, so the first epochs are the best.
        let contrary = Self.rows.map { SequenceRow(id: $0.id, events: $0.events, isAbnormal: $0.isAbnormal == false) }
        var trainer = Trainer(recipe, training: Self.rows, validation: contrary, seed: 1)
        var epochs = 0
        _ = trainer.train { _, _ in epochs += 1 }
        #expect(epochs < 200)
    }
}
