/// What an operator is told of a block: one line of the alerts file, one entry of the journal.
package struct Alert: Sendable, Hashable {
    /// The contract's bounds.
    package static let maxEvents = 300
    package static let maxEvidence = 5
    /// An event tells something where it moves the score by so much.
    package static let tellingMove: Float = 0.02

    package enum State: String, Sendable, Hashable, CaseIterable, Decodable {
        /// The block has become abnormal.
        case firing
        /// A block that fired has become normal again.
        case resolved
    }

    package enum Severity: String, Sendable, Hashable, CaseIterable, Decodable {
        case warning
        case critical
    }

    /// A line that moved the score, or the first of a kind of trouble (an exception, a failed deletion, a report that was
    /// not expected); `line`, `file` and `offset` are nil where they are not known any more.
    package struct Evidence: Sendable, Hashable {
        package var event: EventKind
        /// The published template's text; `unknown` for a line that matched none.
        package var template: String
        /// The line as it stood in the log, at most its first 512 bytes; not necessarily UTF-8.
        package var line: [UInt8]?
        package var file: String?
        /// Bytes from the (uncompressed) file's start.
        package var offset: UInt64?
        /// How much the score rose at this event; from -1 to 1.
        package var contribution: Float

        package init(
            event: EventKind, template: String, line: [UInt8]?, file: String?, offset: UInt64?, contribution: Float
        ) {
            self.event = event
            self.template = template
            self.line = line
            self.file = file
            self.offset = offset
            self.contribution = contribution
        }
    }

    package var id: String
    package var state: State
    /// The id of the alert that this one takes back; only where `state` is resolved.
    package var resolves: String?
    package var verdict: Verdict
    package var severity: Severity
    /// One sentence for a person.
    package var reason: String
    /// By the machine's clock.
    package var emittedAt: Stamp
    /// In order, at most the last 300.
    package var events: [EventKind]
    /// The most telling first, at most 5.
    package var evidence: [Evidence]
    package var modelName: String
    package var modelSHA256: String

    package init(
        id: String, state: State, resolves: String?, verdict: Verdict, severity: Severity, reason: String,
        emittedAt: Stamp, events: [EventKind], evidence: [Evidence], modelName: String, modelSHA256: String
    ) {
        self.id = id
        self.state = state
        self.resolves = resolves
        self.verdict = verdict
        self.severity = severity
        self.reason = reason
        self.emittedAt = emittedAt
        self.events = events
        self.evidence = evidence
        self.modelName = modelName
        self.modelSHA256 = modelSHA256
    }
}
