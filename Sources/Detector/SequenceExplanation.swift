import Records
import Scoring

/// How a sequence of events came to its score, event by event.
package struct SequenceExplanation: Sendable {
    package struct Step: Sendable, Hashable {
        package let event: EventKind
        /// Of the events up to it, from 0 to 1.
        package let score: Float
        /// How far it moved the score, from -1 to 1.
        package let moved: Float
    }

    package let steps: [Step]
    package let prospect: Prospect

    /// - Parameter events: fewer than ``PrefixTable/maxLength``.
    package init(of events: [EventKind], by model: Model) {
        var (prefixes, scorer) = (PrefixTable(), PrefixScorer(model: model))
        var (steps, prefix): ([Step], PrefixID) = ([], .empty)
        for event in events {
            let child = prefixes.child(of: prefix, event)
            let (before, after) = scorer.scores(of: prefix, and: child, in: prefixes)
            steps.append(Step(event: event, score: after, moved: after - before))
            prefix = child
        }
        self.steps = steps
        prospect = Prospect(after: prefix, in: prefixes, model, &scorer)
    }
}
