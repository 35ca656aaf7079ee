import Scoring

/// Batch normalization of the last layer's last states (Ioffe and Szegedy 2015, https://arxiv.org/abs/1502.03167):
/// y = γ·(x - mean) / √(variance + ε) + β by unit. While it learns, mean and variance are the batch's, a lesson
/// counting as often as it has copies; a trained network has those gathered along the way, and they fold into what
/// follows, so that a scorer knows nothing of it.
package struct BatchNormalization: Sendable {
    /// As Keras has them.
    private static let epsilon: Float = 1e-3
    private static let momentum: Float = 0.99

    /// γ and β, one after the other: [2 · units].
    package var parameters: [Float]
    /// [units]
    package private(set) var meanSoFar: [Float]
    package private(set) var varianceSoFar: [Float]
    private let units: Int
    /// Of the last batch: (x - mean) / √(variance + ε) [lessons, units], 1 / √(variance + ε) [units], copies.
    private var normalized = Matrix([], columns: 0)
    private var scale: [Float] = []
    private var copies: [Float] = []

    package init(units: Int) {
        self.units = units
        parameters = [Float](repeating: 1, count: units) + [Float](repeating: 0, count: units)
        meanSoFar = [Float](repeating: 0, count: units)
        varianceSoFar = [Float](repeating: 1, count: units)
    }

    /// - Parameters:
    ///   - states: [lessons, units]
    ///   - copies: how many rows each of them stands for.
    package mutating func forward(_ states: Matrix, copies: [Float]) -> Matrix {
        let total = copies.reduce(0, +)
        self.copies = copies
        var (mean, variance) = ([Float](repeating: 0, count: units), [Float](repeating: 0, count: units))
        for (row, count) in copies.enumerated() {
            for unit in 0..<units { mean[unit] += states.values[row * units + unit] * count / total }
        }
        for (row, count) in copies.enumerated() {
            for unit in 0..<units {
                let distance = states.values[row * units + unit] - mean[unit]
                variance[unit] += distance * distance * count / total
            }
        }
        for unit in 0..<units {
            meanSoFar[unit] += (1 - Self.momentum) * (mean[unit] - meanSoFar[unit])
            varianceSoFar[unit] += (1 - Self.momentum) * (variance[unit] - varianceSoFar[unit])
        }
        scale = variance.map { 1 / ($0 + Self.epsilon).squareRoot() }
        normalized = states
        var result = states
        for row in 0..<states.rows {
            for unit in 0..<units {
                let index = row * units + unit
                normalized.values[index] = (states.values[index] - mean[unit]) * scale[unit]
                result.values[index] = normalized.values[index] * parameters[unit] + parameters[units + unit]
            }
        }
        return result
    }

    /// - Parameters:
    ///   - toResult: d loss / d what ``forward(_:copies:)`` returned, summed over each lesson's copies.
    ///   - gradient: d loss / d ``parameters`` is added from `start` on.
    /// - Returns: d loss / d the states.
    package func backward(_ toResult: Matrix, gradient: inout [Float], from start: Int) -> Matrix {
        let total = copies.reduce(0, +)
        var (sum, product) = ([Float](repeating: 0, count: units), [Float](repeating: 0, count: units))
        for index in toResult.values.indices {
            sum[index % units] += toResult.values[index]
            product[index % units] += toResult.values[index] * normalized.values[index]
        }
        for unit in 0..<units {
            gradient[start + unit] += product[unit]
            gradient[start + units + unit] += sum[unit]
        }
        var toStates = toResult
        for (row, count) in copies.enumerated() {
            for unit in 0..<units {
                let index = row * units + unit
                let common = (sum[unit] + normalized.values[index] * product[unit]) * count / total
                toStates.values[index] = parameters[unit] * scale[unit] * (toResult.values[index] - common)
            }
        }
        return toStates
    }

    /// The same network without this: what sees the states has taken it in, w·y + b being
    /// (w·γ/√(variance + ε))·x + (b + w·(β - γ·mean/√(variance + ε))).
    package func folded(into weights: Weights) -> Weights {
        var folded = weights
        let ranges = weights.ranges
        let (matrix, columns, biases) =
            weights.shape.dense == 0
            ? (
                ranges.classifierWeight.lowerBound, weights.shape.features,
                ranges.classifierBias..<ranges.classifierBias + 1
            )
            : (ranges.denseWeight.lowerBound, weights.shape.features, ranges.denseBias)
        for (row, bias) in biases.enumerated() {
            for unit in 0..<units {
                let weight = weights.values[matrix + row * columns + unit]
                let factor = parameters[unit] / (varianceSoFar[unit] + Self.epsilon).squareRoot()
                folded.values[matrix + row * columns + unit] = weight * factor
                folded.values[bias] += weight * (parameters[units + unit] - factor * meanSoFar[unit])
            }
        }
        return folded
    }
}
