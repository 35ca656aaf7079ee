import Glibc
import Records
import Scoring

/// The gradient of the weighted cross-entropy, summed over lessons.
package struct Gradient: Sendable {
    private let weights: Weights
    private let network: Network
    private let normalization: BatchNormalization?
    /// d loss / d parameters, in the parameters' order; behind them those of the batch normalization.
    package private(set) var values: [Float]
    /// The weighted cross-entropy, summed.
    package private(set) var loss = 0.0
    package private(set) var weight = 0.0
    package private(set) var copies = 0.0

    /// - Parameters:
    ///   - network: of the weights; nil makes it.
    ///   - normalization: where the last layer's last states go through one.
    package init(_ weights: Weights, _ network: Network? = nil, _ normalization: BatchNormalization? = nil) {
        self.weights = weights
        self.network = network ?? Network(weights)
        self.normalization = normalization
        values = [Float](
            repeating: 0, count: weights.shape.parameterCount + (normalization?.parameters.count ?? 0))
    }

    /// Adds the lessons' loss and gradient; a batch normalization takes them for the whole batch.
    /// - Returns: the batch normalization after it, which has gathered the batch's means.
    @discardableResult
    package mutating func add(_ lessons: [Lesson]) -> BatchNormalization? {
        var recurrence = Recurrence(network)
        var head = Head(weights)
        var normalization = normalization
        let sequences = lessons.map(\.events)
        var last = recurrence.forward(sequences)
        if let normalized = normalization?.forward(last, copies: lessons.map(\.copies)) { last = normalized }
        let logits = head.forward(last, sequences)
        countLoss(lessons, logits)
        let errors = zip(lessons, logits).map { lesson, logit in
            lesson.weight * (Activation.sigmoid(logit) - (lesson.isAbnormal ? 1 : 0))
        }
        var toLast = head.backward(errors, gradient: &values)
        if let normalization {
            toLast = normalization.backward(toLast, gradient: &values, from: weights.shape.parameterCount)
        }
        recurrence.backward(toLast)
        recurrence.addGradient(weights, to: &values)
        return normalization
    }

    /// Adds the lessons' loss and no gradient.
    /// - Returns: the classifier's outputs.
    @discardableResult
    package mutating func score(_ lessons: [Lesson]) -> [Float] {
        var recurrence = Recurrence(network)
        var head = Head(weights)
        let sequences = lessons.map(\.events)
        let logits = head.forward(recurrence.forward(sequences), sequences)
        countLoss(lessons, logits)
        return logits
    }

    private mutating func countLoss(_ lessons: [Lesson], _ logits: [Float]) {
        for (lesson, logit) in zip(lessons, logits) {
            // softplus(logit) - target·logit, in the form that does not overflow
            let entropy = max(logit, 0) - (lesson.isAbnormal ? logit : 0) + log1pf(expf(-abs(logit)))
            loss += Double(lesson.weight * entropy)
            weight += Double(lesson.weight)
            copies += Double(lesson.copies)
        }
    }

    /// The sum of two gradients on the same weights.
    mutating func add(_ other: Gradient) {
        for index in values.indices { values[index] += other.values[index] }
        loss += other.loss
        weight += other.weight
        copies += other.copies
    }
}
