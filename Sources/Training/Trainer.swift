import CVector
import Glibc
import Records
import Scoring

/// What became of the training so far, after each epoch.
package struct TrainingProgress: Sendable, Hashable, Codable {
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
    private let recipe: Recipe
    private let curriculum: any Curriculum
    private let heldOut: [Lesson]
    private var random: RandomSource
    private var weights: Weights
    private var normalization: BatchNormalization?
    private var adam: Adam
    /// Of the weights along the way, the later ones counting more.
    private var average: [Float]
    private var steps: Float = 0

    /// - Parameter validation: decides when to stop; without any, all epochs are taught and the last weights kept.
    package init(_ recipe: Recipe, training: [SequenceRow], validation: [SequenceRow], seed: UInt64) {
        // The same few megabytes are taken and freed for each batch; giving them back to the kernel each time took 40 %
        // of a training (`Benchmarks/train_speed.py`).
        memory_stays_with_the_process()
        self.recipe = recipe
        random = RandomSource(seed: seed)
        curriculum = recipe.curriculum(training)
        heldOut = recipe.curriculum(validation).lessons
        weights = Self.initialWeights(recipe.shape, &random)
        average = weights.values
        normalization = recipe.hasBatchNormalization ? BatchNormalization(units: recipe.shape.hidden) : nil
        adam = Adam(count: weights.values.count + (normalization?.parameters.count ?? 0))
    }

    /// - Returns: the weights of the epoch with the smallest validation loss; without validation, of the last.
    /// - Parameter report: is told after each epoch how it went, with what would be kept if it were the last.
    package mutating func train(_ report: (TrainingProgress, Weights) -> Void) -> Weights {
        var best = weights
        var smallest = Double.infinity
        var bestEpoch = 0
        for epoch in 1...recipe.epochs {
            let loss = teach(epoch)
            let learnt = self.learnt
            let validation = heldOut.isEmpty ? nil : Self.loss(of: learnt, on: heldOut)
            let isBest = validation.map { $0 < smallest } ?? true
            if isBest { (smallest, best, bestEpoch) = (validation ?? smallest, learnt, epoch) }
            report(
                TrainingProgress(
                    epoch: epoch, epochs: recipe.epochs, trainingLoss: loss, validationLoss: validation, isBest: isBest),
                learnt)
            if epoch - bestEpoch >= recipe.patience || !loss.isFinite || validation?.isFinite == false { break }
        }
        return best
    }

    /// What would be shipped now.
    private var learnt: Weights {
        let kept = recipe.averaging > 0 ? Weights(shape: recipe.shape, values: average) : weights
        return normalization?.folded(into: kept) ?? kept
    }

    private mutating func teach(_ epoch: Int) -> Double {
        let batches = curriculum.epoch(&random)
        var (loss, weight) = (0.0, 0.0)
        for (index, batch) in batches.enumerated() {
            let gradient = self.gradient(of: batch)
            loss += gradient.loss
            weight += gradient.weight
            let done = (Double(epoch - 1) + Double(index) / Double(batches.count)) / Double(recipe.epochs)
            step(gradient, rate: recipe.learningRate * (recipe.isAnnealed ? Float(0.5 + 0.5 * cos(.pi * done)) : 1))
        }
        return loss / weight
    }

    private mutating func step(_ gradient: Gradient, rate: Float) {
        let scale = 1 / Float(max(gradient.copies, 1))
        var mean = gradient.values.map { $0 * scale }
        recipe.clipping.clip(&mean)
        adam.begin()
        adam.step(&weights.values, gradient: mean, from: 0, rate: rate)
        if var changed = normalization {
            adam.step(&changed.parameters, gradient: mean, from: weights.values.count, rate: rate)
            normalization = changed
        }
        guard recipe.averaging > 0 else { return }
        // Less is kept in the beginning, so that the weights that chance gave are soon forgotten.
        steps += 1
        let kept = min(recipe.averaging, (steps + 1) / (steps + 10))
        for index in average.indices { average[index] += (1 - kept) * (weights.values[index] - average[index]) }
    }

    /// The gradient over a batch: the sum of its parts' in their order. A small batch is not worth parting, and batch
    /// normalization needs all of it.
    private mutating func gradient(of batch: [Lesson]) -> Gradient {
        let network = Network(weights)
        let parts = normalization != nil || recipe.batch < 64 ? 1 : 4
        if parts == 1 {
            var gradient = Gradient(weights, network, normalization)
            normalization = gradient.add(batch)
            return gradient
        }
        let size = (batch.count + parts - 1) / parts
        let gradients = concurrently(parts) { [weights] part in
            var gradient = Gradient(weights, network)
            let lessons = batch[min(part * size, batch.count)..<min((part + 1) * size, batch.count)]
            if !lessons.isEmpty { gradient.add(Array(lessons)) }
            return gradient
        }
        return gradients.dropFirst().reduce(into: gradients[0]) { $0.add($1) }
    }

    /// The weighted mean cross-entropy.
    private static func loss(of weights: Weights, on lessons: [Lesson]) -> Double {
        // Sorted by length, so that those scored together are of about one length.
        let sums = scored(weights, lessons.sorted { $0.events.count < $1.events.count })
        return sums.reduce(0) { $0 + $1.gradient.loss } / sums.reduce(0) { $0 + $1.gradient.weight }
    }

    /// The classifier's outputs, in the order of the lessons.
    static func logits(_ weights: Weights, _ lessons: [Lesson]) -> [Float] {
        scored(weights, lessons).flatMap(\.logits)
    }

    private static func scored(_ weights: Weights, _ lessons: [Lesson]) -> [(gradient: Gradient, logits: [Float])] {
        let network = Network(weights)
        let starts = Array(stride(from: 0, to: lessons.count, by: 256))
        return concurrently(starts.count) { index in
            var sum = Gradient(weights, network)
            let logits = sum.score(Array(lessons[starts[index]..<min(starts[index] + 256, lessons.count)]))
            return (sum, logits)
        }
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
