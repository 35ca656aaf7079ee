import Glibc
import Records
import Scoring

/// What became of the training so far, after each epoch.
package struct TrainingProgress: Sendable {
    package var epoch: Int
    package var epochs: Int
    /// The weighted mean cross-entropy.
    package var trainingLoss: Double
    /// Nil where nothing is held out.
    package var validationLoss: Double?
    /// Whether these weights are the ones to keep so far.
    package var isBest: Bool
}

/// Trains a recipe. The same rows, recipe and seed give the same weights to the last bit, whatever the number of cores.
package struct Trainer {
    /// A batch is summed in so many parts, in their order.
    private static let parts = 4

    private let recipe: Recipe
    private let curriculum: Curriculum
    private let heldOut: [Lesson]
    private var random: RandomSource
    private var weights: Weights
    /// Of the weights along the way, the later ones counting more.
    private var average: [Float]

    /// - Parameter validation: decides when to stop; without any, all epochs are taught and the last weights kept.
    package init(_ recipe: Recipe, training: [SequenceRow], validation: [SequenceRow], seed: UInt64) {
        self.recipe = recipe
        random = RandomSource(seed: seed)
        curriculum = Curriculum(training, recipe)
        heldOut = Curriculum(validation, recipe).whole
        weights = Self.initialWeights(recipe.shape, &random)
        average = weights.values
    }

    /// The number of distinct sequences that are learnt from.
    package var distinctCount: Int { curriculum.whole.count }

    /// - Returns: the weights of the epoch with the smallest validation loss; without validation, of the last.
    package mutating func train(_ report: (TrainingProgress) -> Void) -> Weights {
        var adam = Adam(count: weights.values.count)
        var best = weights
        var smallest = Double.infinity
        var bestEpoch = 0
        for epoch in 1...recipe.epochs {
            let loss = teach(&adam, epoch)
            let averaged = Weights(shape: recipe.shape, values: average)
            let validation = heldOut.isEmpty ? nil : Self.loss(of: averaged, on: heldOut)
            let isBest = validation.map { $0 < smallest } ?? true
            if isBest { (smallest, best, bestEpoch) = (validation ?? smallest, averaged, epoch) }
            report(
                TrainingProgress(
                    epoch: epoch, epochs: recipe.epochs, trainingLoss: loss, validationLoss: validation, isBest: isBest)
            )
            if epoch - bestEpoch >= recipe.patience { break }
        }
        return best
    }

    private mutating func teach(_ adam: inout Adam, _ epoch: Int) -> Double {
        let lessons = curriculum.epoch(&random)
        var (loss, weight) = (0.0, 0.0)
        for start in stride(from: 0, to: lessons.count, by: recipe.batch) {
            let batch = Array(lessons[start..<min(start + recipe.batch, lessons.count)])
            let gradient = self.gradient(of: batch)
            loss += gradient.loss
            weight += gradient.weight
            let done = (Double(epoch - 1) + Double(start) / Double(lessons.count)) / Double(recipe.epochs)
            adam.step(
                &weights.values, gradient: clipped(gradient),
                rate: recipe.learningRate * Float(0.5 + 0.5 * cos(Double.pi * done)))
            for index in average.indices {
                average[index] += (1 - recipe.averaging) * (weights.values[index] - average[index])
            }
        }
        return loss / weight
    }

    /// The mean gradient, its norm at most the recipe's.
    private func clipped(_ gradient: Gradient) -> [Float] {
        let scale = 1 / Float(max(gradient.weight, .leastNormalMagnitude))
        let norm = gradient.values.reduce(into: Float(0)) { $0 += ($1 * scale) * ($1 * scale) }.squareRoot()
        let factor = norm > recipe.clipNorm ? scale * recipe.clipNorm / norm : scale
        return gradient.values.map { $0 * factor }
    }

    /// The gradient over a batch: the sum of its parts' in their order.
    private func gradient(of batch: [Lesson]) -> Gradient {
        let network = Network(weights)
        let size = (batch.count + Self.parts - 1) / Self.parts
        let gradients = concurrently(Self.parts) { [weights] part in
            var gradient = Gradient(weights, network)
            let lessons = batch[min(part * size, batch.count)..<min((part + 1) * size, batch.count)]
            if !lessons.isEmpty { gradient.add(Array(lessons)) }
            return gradient
        }
        return gradients.dropFirst().reduce(into: gradients[0]) { $0.add($1) }
    }

    /// The weighted mean cross-entropy.
    private static func loss(of weights: Weights, on lessons: [Lesson]) -> Double {
        let network = Network(weights)
        // Sorted by length, so that those scored together are of about one length.
        let sorted = lessons.sorted { $0.events.count < $1.events.count }
        let starts = Array(stride(from: 0, to: sorted.count, by: 256))
        let sums = concurrently(starts.count) { index in
            var sum = Gradient(weights, network)
            sum.score(Array(sorted[starts[index]..<min(starts[index] + 256, sorted.count)]))
            return sum
        }
        return sums.reduce(0) { $0 + $1.loss } / sums.reduce(0) { $0 + $1.weight }
    }

    /// As PyTorch begins: all but the embedding uniform within 1 / √(their inputs); row 0 is padding.
    private static func initialWeights(_ shape: ModelShape, _ random: inout RandomSource) -> Weights {
        var values = [Float](repeating: 0, count: shape.parameterCount)
        for parameter in shape.parameters {
            let inputs =
                switch parameter.name.split(separator: ".").first {
                case "dense": shape.features
                case "classifier": shape.dense == 0 ? shape.features : shape.dense
                default: shape.hidden
                }
            let bound = parameter.name == "embedding.weight" ? 1 : 1 / Float(inputs).squareRoot()
            for index in parameter.range { values[index] = bound * Float(2 * random.unit() - 1) }
        }
        for index in 0..<shape.embedding { values[index] = 0 }
        return Weights(shape: shape, values: values)
    }
}
