import Records

/// What is taught: a data set's rows made into lessons.
package protocol Curriculum: Sendable {
    /// All lessons once, as they are: what a loss is measured on.
    var lessons: [Lesson] { get }
    /// The batches of one epoch in the order in which they are taught.
    func epoch(_ random: inout RandomSource) -> [[Lesson]]
}

extension Recipe {
    /// - Parameter rows: those without a label are passed over.
    func curriculum(_ rows: [SequenceRow]) -> any Curriculum {
        switch unit {
        case .row: RowCurriculum(rows, self)
        case .sequence: SequenceCurriculum(rows, self)
        }
    }
}

extension [SequenceRow] {
    /// Those that have events and a label.
    package var learnable: [SequenceRow] { filter { $0.isAbnormal != nil && !$0.events.isEmpty } }
}
