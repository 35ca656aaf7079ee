import Records
import Scoring

/// What would have been expected of a block after its events so far.
package struct Prospect: Sendable {
    /// An event that could come next, and the score that it would bring.
    package struct Next: Sendable, Hashable {
        package let event: EventKind
        package let score: Float
    }

    /// Of the events that every normal sequence has, those that would lower the score, the one that would do most first.
    package private(set) var next: [Next] = []
    /// Of the events that every normal sequence of the model's training data has, those that are not there.
    package private(set) var missing: [EventKind] = []

    /// Of a block that there is nothing to say of.
    init() {}

    /// - Parameter scorer: of the model, and of the table.
    init(after prefix: PrefixID, in prefixes: PrefixTable, _ model: Model, _ scorer: inout PrefixScorer) {
        let found = prefixes.events(of: prefix)
        missing = model.requiredEvents.filter { !found.contains($0) }
        let now = scorer.score(of: prefix, in: prefixes)
        var prefixes = prefixes
        let scores = model.requiredEvents.map { event in
            let child = prefixes.child(of: prefix, event)
            return Next(event: event, score: scorer.score(of: child, in: prefixes))
        }
        next = scores.filter { $0.score <= now - Alert.tellingMove }
            .sorted { ($0.score, $0.event.rawValue) < ($1.score, $1.event.rawValue) }
    }
}
