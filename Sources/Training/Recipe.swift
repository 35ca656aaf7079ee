import Scoring

/// How a model is trained: the hyperparameters, each with what it is.
package struct Recipe: Sendable, Hashable {
    package var name: String
    package var shape: ModelShape
    /// Times that every distinct sequence is seen, at most.
    package var epochs: Int
    /// Epochs without a better validation loss after which training stops, where there is a part to validate on.
    package var patience: Int
    /// Lessons for one step of the optimizer.
    package var batch: Int
    /// Adam's step size at the start; it falls to 0 along half a cosine.
    package var learningRate: Float
    /// The gradient's norm is cut to this.
    package var clipNorm: Float
    /// What is kept of the average of the weights at each step (Polyak and Juditsky 1992,
    /// https://doi.org/10.1137/0330046); the average is what is measured and shipped. 0 is no averaging.
    package var averaging: Float
    /// How much more a lesson on an abnormal sequence counts.
    package var abnormalWeight: Float
    /// How likely each pair of neighbouring events of a lesson is swapped.
    package var swapChance: Double
    /// How likely an event that the data lacks (unknown, E7, E29, E30) is put into a lesson.
    package var insertChance: Double
    /// How likely a normal sequence also gives a lesson on a beginning of it: one that may be silent, and one that
    /// may not.
    package var silenceChance: Double

    /// The shipped model's.
    package static let production = Recipe(
        name: "production", shape: ModelShape(embedding: 16, hidden: 64, dense: 32), epochs: 40, patience: 15,
        batch: 64, learningRate: 0.004, clipNorm: 1, averaging: 0.998, abnormalWeight: 1, swapChance: 0.05,
        insertChance: 0.1, silenceChance: 0.4)

    package static let all = [production]

    /// As a model file's `hyperparameters` hold them.
    package var hyperparameters: [(String, String)] {
        [
            ("embedding", "\(shape.embedding)"), ("hidden", "\(shape.hidden)"), ("dense", "\(shape.dense)"),
            ("epochs", "\(epochs)"),
            ("patience", "\(patience)"), ("batch", "\(batch)"), ("learning_rate", "\(learningRate)"),
            ("clip_norm", "\(clipNorm)"), ("averaging", "\(averaging)"), ("abnormal_weight", "\(abnormalWeight)"),
            ("swap_chance", "\(swapChance)"),
            ("insert_chance", "\(insertChance)"), ("silence_chance", "\(silenceChance)"),
        ]
    }
}
