import Records
import Scoring

/// What follows the recurrent layers, on many sequences at once: the dense layer, where there is one, and the
/// classifier; forward and back.
struct Head {
    private let weights: Weights
    private let width = VectorWidth.widest
    /// [sequences, features], and what the classifier sees: those, or the dense layer's output [sequences, dense].
    private var features = Matrix([], columns: 0)
    private var seen = Matrix([], columns: 0)

    init(_ weights: Weights) {
        self.weights = weights
    }

    private var shape: ModelShape { weights.shape }

    /// [dense, features]
    private var denseWeight: Matrix {
        Matrix(Array(weights.values[weights.ranges.denseWeight]), columns: shape.features)
    }

    /// - Parameter last: the last layer's last states [sequences, hidden].
    /// - Returns: the logits.
    mutating func forward(_ last: Matrix, _ sequences: [[EventKind]]) -> [Float] {
        features = shape.dense == 0 ? last : withCounts(last, sequences)
        seen = features
        if shape.dense > 0 {
            let bias = weights.values[weights.ranges.denseBias]
            seen = Matrix(Array(repeatElement(bias, count: features.rows).joined()), columns: shape.dense)
            width.addProduct(features, denseWeight.transposed, to: &seen.values)
            for index in seen.values.indices { seen.values[index] = max(seen.values[index], 0) }
        }
        return classify(seen)
    }

    /// - Parameter toLogits: d loss / d the logits.
    /// - Returns: d loss / d the last states [sequences, hidden].
    mutating func backward(_ toLogits: [Float], gradient: inout [Float]) -> Matrix {
        let classifier = weights.ranges.classifierWeight
        var toSeen = Matrix([], columns: seen.columns)
        toSeen.values.reserveCapacity(seen.values.count)
        for (row, error) in toLogits.enumerated() {
            gradient[weights.ranges.classifierBias] += error
            for column in 0..<seen.columns {
                gradient[classifier.lowerBound + column] += error * seen.values[row * seen.columns + column]
                toSeen.values.append(error * weights.values[classifier.lowerBound + column])
            }
        }
        return shape.dense == 0 ? toSeen : backThroughDense(toSeen, &gradient)
    }

    private func backThroughDense(_ toSeen: Matrix, _ gradient: inout [Float]) -> Matrix {
        var toSums = toSeen
        for index in toSums.values.indices where seen.values[index] == 0 { toSums.values[index] = 0 }
        var toWeights = [Float](repeating: 0, count: shape.dense * shape.features)
        width.addProduct(toSums.transposed, features, to: &toWeights)
        for (index, value) in toWeights.enumerated() {
            gradient[weights.ranges.denseWeight.lowerBound + index] += value
        }
        for (index, value) in toSums.values.enumerated() {
            gradient[weights.ranges.denseBias.lowerBound + index % shape.dense] += value
        }
        var toFeatures = [Float](repeating: 0, count: toSums.rows * shape.features)
        width.addProduct(toSums, denseWeight, to: &toFeatures)
        var toLast = Matrix([], columns: shape.hidden)
        for row in 0..<toSums.rows {
            toLast.values += toFeatures[row * shape.features..<row * shape.features + shape.hidden]
        }
        return toLast
    }

    private func classify(_ seen: Matrix) -> [Float] {
        let classifier = weights.ranges.classifierWeight.lowerBound
        return (0..<seen.rows).map { row in
            var logit = weights.values[weights.ranges.classifierBias]
            for column in 0..<seen.columns {
                logit += seen.values[row * seen.columns + column] * weights.values[classifier + column]
            }
            return logit
        }
    }

    private func withCounts(_ last: Matrix, _ sequences: [[EventKind]]) -> Matrix {
        var features = Matrix([], columns: shape.features)
        features.values.reserveCapacity(sequences.count * shape.features)
        for (row, events) in sequences.enumerated() {
            features.values += last.values[row * last.columns..<(row + 1) * last.columns]
            features.values += ModelShape.countFeatures(events.counts)
        }
        return features
    }
}
