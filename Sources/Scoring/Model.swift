import Records

/// A trained model: all that a scorer needs.
package struct Model: Sendable {
    package struct Template: Sendable, Hashable {
        package var kind: EventKind
        /// As published, `<*>` for any text.
        package var text: String

        package init(kind: EventKind, text: String) {
            self.kind = kind
            self.text = text
        }
    }

    package var weights: Weights
    package var name: String
    /// Of the model file; empty while the model is in no file.
    package var sha256 = ""
    /// Abnormal from this score on; from 0 to 1.
    package var threshold: Float
    /// The events that every normal sequence of the training data has.
    package var requiredEvents: [EventKind]
    package var templates: [Template]
    /// What else the file says about how the model came to be: the recipe, hyperparameters, data, seed, figures.
    package var notes: [String: String]

    package init(
        weights: Weights, name: String, threshold: Float, requiredEvents: [EventKind], templates: [Template],
        notes: [String: String] = [:]
    ) {
        self.weights = weights
        self.name = name
        self.threshold = threshold
        self.requiredEvents = requiredEvents
        self.templates = templates
        self.notes = notes
    }

    /// The score of a whole sequence, from 0 to 1; of none, 0.
    package func score(_ events: [EventKind]) -> Float {
        var table = PrefixTable()
        var scorer = PrefixScorer(model: self)
        return scorer.score(of: table.intern(events), in: table)
    }
}
