import Records
import Scoring

/// A model made of labelled rows: trained, calibrated, its threshold picked, its figures noted.
package struct TrainingRun: Sendable {
    package var recipe: Recipe
    package var seed: UInt64
    package var rule = ThresholdRule.bestF1
    package let training: [SequenceRow]
    /// Decide when to stop, calibrate and pick the threshold; none where all labelled rows are learnt from.
    package let validation: [SequenceRow]

    /// Rows without a label are passed over.
    package init(_ recipe: Recipe, training: [SequenceRow], validation: [SequenceRow], seed: UInt64) {
        self.recipe = recipe
        self.seed = seed
        self.training = training.learnable
        self.validation = validation.learnable
    }

    package struct Result: Sendable {
        package var model: Model
        /// After each epoch.
        package var course: [TrainingProgress]
        package var threshold: PickedThreshold
        package var calibration: Calibration?
    }

    /// - Throws: `DataFault` where the loss became no number.
    package func run(name: String, _ report: (TrainingProgress) -> Void = { _ in }) throws -> Result {
        var trainer = Trainer(recipe, training: training, validation: validation, seed: seed)
        var course: [TrainingProgress] = []
        var weights = trainer.train { progress, _ in
            course.append(progress)
            report(progress)
        }
        if let last = course.last, !(last.validationLoss ?? last.trainingLoss).isFinite || !last.trainingLoss.isFinite {
            throw DataFault(
                place: "recipe \(recipe.name)",
                what: "after epoch \(last.epoch) the loss is no number any more; lower learning_rate, which is "
                    + "\(recipe.learningRate), or clip the gradients")
        }
        var threshold = PickedThreshold(value: 0.5, reason: "no part to pick it by", isMet: rule == .bestF1)
        var calibration: Calibration?
        let abnormal = validation.count { $0.isAbnormal == true }
        if abnormal > 0 && abnormal < validation.count {
            let fitted = Calibration(Self.logits(weights, validation))
            weights = fitted.folded(into: weights)
            calibration = fitted
            threshold = rule.threshold(
                Self.logits(weights, validation).map { (Activation.sigmoid($0.logit), $0.isAbnormal) })
        }
        let model = Model(
            weights: weights, name: name, threshold: threshold.value,
            requiredEvents: Self.requiredEvents(of: training),
            templates: PublishedTemplates.texts.enumerated().map { .init(kind: .e($0.offset + 1), text: $0.element) })
        return Result(model: model, course: course, threshold: threshold, calibration: calibration)
    }

    /// In the order of the rows.
    private static func logits(_ weights: Weights, _ rows: [SequenceRow]) -> [(logit: Float, isAbnormal: Bool)] {
        var known: [[EventKind]: Float] = [:]
        let lessons = Set(rows.map(\.events)).sorted { $0.count < $1.count }.map {
            Lesson(events: $0, isAbnormal: false)
        }
        for (lesson, logit) in zip(lessons, Trainer.logits(weights, lessons)) { known[lesson.events] = logit }
        return rows.map { (known[$0.events] ?? 0, $0.isAbnormal == true) }
    }

    /// The events that every normal sequence has.
    private static func requiredEvents(of rows: [SequenceRow]) -> [EventKind] {
        let normal = rows.filter { $0.isAbnormal == false }.map { Set($0.events) }
        guard let first = normal.first else { return [] }
        return normal.dropFirst().reduce(first) { $0.intersection($1) }.sorted { $0.rawValue < $1.rawValue }
    }
}
