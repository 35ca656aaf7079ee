import Glibc
import Records
import Scoring

/// The gradient of the weighted cross-entropy, summed over lessons.
package struct Gradient: Sendable {
    private let weights: Weights
    private let network: Network
    /// d loss / d parameters, in the parameters' order.
    package private(set) var values: [Float]
    /// The weighted cross-entropy, summed.
    package private(set) var loss = 0.0
    package private(set) var weight = 0.0

    /// - Parameter network: of the weights; nil makes it.
    package init(_ weights: Weights, _ network: Network? = nil) {
        self.weights = weights
        self.network = network ?? Network(weights)
        values = [Float](repeating: 0, count: weights.shape.parameterCount)
    }

    /// Adds the lessons' loss and gradient.
    package mutating func add(_ lessons: [Lesson]) {
        var recurrence = Recurrence(network)
        var head = Head(weights)
        let sequences = lessons.map(\.events)
        let logits = head.forward(recurrence.forward(sequences), sequences)
        countLoss(lessons, logits)
        let errors = zip(lessons, logits).map { lesson, logit in
            lesson.weight * (Activation.sigmoid(logit) - (lesson.isAbnormal ? 1 : 0))
        }
        recurrence.backward(head.backward(errors, gradient: &values))
        recurrence.addGradient(weights, to: &values)
    }

    /// Adds the lessons' loss and no gradient.
    /// - Returns: the scores.
    @discardableResult
    package mutating func score(_ lessons: [Lesson]) -> [Float] {
        var recurrence = Recurrence(network)
        var head = Head(weights)
        let sequences = lessons.map(\.events)
        let logits = head.forward(recurrence.forward(sequences), sequences)
        countLoss(lessons, logits)
        return logits.map(Activation.sigmoid)
    }

    private mutating func countLoss(_ lessons: [Lesson], _ logits: [Float]) {
        for (lesson, logit) in zip(lessons, logits) {
            // softplus(logit) - target·logit, in the form that does not overflow
            let entropy = max(logit, 0) - (lesson.isAbnormal ? logit : 0) + log1pf(expf(-abs(logit)))
            loss += Double(lesson.weight * entropy)
            weight += Double(lesson.weight)
        }
    }

    /// The sum of two gradients on the same weights.
    mutating func add(_ other: Gradient) {
        for index in values.indices { values[index] += other.values[index] }
        loss += other.loss
        weight += other.weight
    }
}
