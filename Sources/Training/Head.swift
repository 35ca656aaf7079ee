import Records
import Scoring

/// What follows the recurrent layers, on many sequences at once: the dense layer, where there is one, and the
/// classifier; forward and back.
struct Head {
    private let weights: Weights
    private let width = VectorWidth.widest
    /// [sequences, features], and the dense layer's sums [sequences, dense].
    private var features = Matrix([], columns: 0)
    private var sums = Matrix([], columns: 0)

    init(_ weights: Weights) {
        self.weights = weights
    }

    private var shape: ModelShape { weights.shape }

    /// - Parameters:
    ///   - last: the last layer's last states [sequences, hidden].
    /// - Returns: the logits.
    mutating func forward(_ last: Matrix, _ sequences: [[EventKind]]) -> [Float] {
        features = shape.dense == 0 ? last : withCounts(last, sequences)
        if shape.dense == 0 { return classify(features) }
        let bias = weights.values[weights.ranges.denseBias]
        sums = Matrix(Array(repeatElement(bias, count: features.rows).joined()), columns: shape.dense)
        width.addProduct(features, transposed(weights.ranges.denseWeight, columns: shape.features), to: &sums.values)
        return classify(Matrix(sums.values.map { max($0, 0) }, columns: shape.dense))
    }

    /// - Parameter toLogits: d loss / d the logits.
    /// - Returns: d loss / d the last states [sequences, hidden].
    mutating func backward(_ toLogits: [Float], gradient: inout [Float]) -> Matrix {
        let classifier = weights.ranges.classifierWeight
        let seen = shape.dense == 0 ? features : Matrix(sums.values.map { max($0, 0) }, columns: shape.dense)
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
        for index in toSums.values.indices where sums.values[index] <= 0 { toSums.values[index] = 0 }
        var toWeights = [Float](repeating: 0, count: shape.dense * shape.features)
        width.addProduct(transposed(toSums), features, to: &toWeights)
        for (index, value) in toWeights.enumerated() {
            gradient[weights.ranges.denseWeight.lowerBound + index] += value
        }
        for (index, value) in toSums.values.enumerated() {
            gradient[weights.ranges.denseBias.lowerBound + index % shape.dense] += value
        }
        var toFeatures = [Float](repeating: 0, count: toSums.rows * shape.features)
        let matrix = Matrix(Array(weights.values[weights.ranges.denseWeight]), columns: shape.features)
        width.addProduct(toSums, matrix, to: &toFeatures)
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
            var counts = [Int](repeating: 0, count: shape.vocabulary)
            for event in events { counts[Int(event.rawValue)] += 1 }
            features.values += last.values[row * last.columns..<(row + 1) * last.columns]
            features.values += ModelShape.countFeatures(counts)
        }
        return features
    }

    private func transposed(_ range: Range<Int>, columns: Int) -> Matrix {
        transposed(Matrix(Array(weights.values[range]), columns: columns))
    }

    private func transposed(_ matrix: Matrix) -> Matrix {
        var result = Matrix([Float](repeating: 0, count: matrix.values.count), columns: matrix.rows)
        for row in 0..<matrix.rows {
            for column in 0..<matrix.columns {
                result.values[column * matrix.rows + row] = matrix.values[row * matrix.columns + column]
            }
        }
        return result
    }
}
