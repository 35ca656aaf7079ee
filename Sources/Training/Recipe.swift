import Scoring

/// How a model is trained: the hyperparameters, each with what it is.
package struct Recipe: Sendable, Hashable {
    /// What is one lesson.
    package enum Unit: String, Sendable, Hashable, CaseIterable {
        /// A row of the data set, as often as it stands there.
        case row
        /// A distinct sequence, weighing the cube root of its number of rows, varied anew in each epoch.
        case sequence
    }

    package var name: String
    package var shape: ModelShape
    package var unit: Unit
    /// Times that everything is taught, at most.
    package var epochs: Int
    /// Epochs without a better validation loss after which training stops, where there is a part to validate on.
    package var patience: Int
    /// Lessons for one step of the optimizer.
    package var batch: Int
    /// Adam's step size at the start.
    package var learningRate: Float
    /// Whether the step size falls to 0 along half a cosine.
    package var isAnnealed: Bool
    package var clipping: Clipping
    /// Whether the last layer's last states go through a ``BatchNormalization``.
    package var hasBatchNormalization: Bool
    /// What is kept of the average of the weights at each step, less in the first steps (Polyak and Juditsky 1992,
    /// https://doi.org/10.1137/0330046); the average is what is measured and shipped. 0 is no averaging.
    package var averaging: Float
    /// How much a lesson on a normal, and on an abnormal sequence counts.
    package var normalWeight: Float
    package var abnormalWeight: Float
    /// How many windows more a row gives that is longer than the network's window (``Unit/row``).
    package var shiftedWindows: Int
    /// How likely each pair of neighbouring events of a lesson is swapped (``Unit/sequence``, as all that follow).
    package var swapChance: Double
    /// How likely an event that the data lacks (unknown, E7, E29, E30) is put into a lesson.
    package var insertChance: Double
    /// How likely a normal sequence also gives a lesson on a beginning of it: one that may be silent, and one that
    /// may not.
    package var silenceChance: Double
    /// How likely a sequence also gives a lesson on it with one or two events lost, doubled or unknown.
    package var alterChance: Double
    /// How likely a normal sequence also gives an abnormal lesson on it with an event that no row shows, where the
    /// rows lack any.
    package var unseenChance: Double

    /// The shipped model's.
    package static let production = Recipe(
        name: "production", shape: ModelShape(embedding: 16, hidden: 16, dense: 32), unit: .sequence, epochs: 100,
        patience: 15, batch: 64, learningRate: 0.004, isAnnealed: true, clipping: .norm(1),
        hasBatchNormalization: false, averaging: 0.998, normalWeight: 1, abnormalWeight: 1, shiftedWindows: 0,
        swapChance: 0.05, insertChance: 0.1, silenceChance: 0.4, alterChance: 0.1, unseenChance: 0.2)

    /// Why it cannot be trained; nil where it can.
    package var contradiction: String? {
        if hasBatchNormalization && averaging > 0 {
            return "batch_normalization and averaging exclude each other: an average of weights has no batch's means"
        }
        if shiftedWindows > 0 && (shape.window == nil || unit == .sequence) {
            return "shifted_windows needs a window and lessons=row"
        }
        return nil
    }

    /// Multiplications of its training, roughly: what the time left is reckoned by.
    package func cost(rows: Int, distinct: Int) -> Double {
        // What does not depend on the width is about as much as 32 units cost.
        let perStep = Double(shape.cell.gates * (shape.hidden * shape.hidden + 1024) * (2 * shape.layers - 1))
        let lessons = unit == .row ? Double(rows) * (1 + 0.25 * Double(shiftedWindows)) : Double(2 * distinct)
        return perStep * lessons * Double(epochs)
    }

    /// The published systems' and production.
    package static let all = PublishedSystem.allCases.map { $0.recipe() } + [production]
}
