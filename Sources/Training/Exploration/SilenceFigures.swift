/// The longest silence of each life that its own events ended, in milliseconds, by what the block was at. Lives to
/// which nothing happened in a phase are not in its distribution.
package struct SilenceFigures: Sendable, Encodable {
    /// Before the block was at rest for the first time.
    package var unfinishedMs: Distribution
    package var atRestMs: Distribution
    /// After the first rest, while it was replicated or deleted.
    package var atWorkAgainMs: Distribution

    struct Longest {
        private var unfinished: [Int] = []
        private var resting: [Int] = []
        private var working: [Int] = []

        mutating func add(_ course: LifeCourse) {
            func longest(_ phases: Set<LifeCourse.Phase>) -> Int? {
                course.silences.lazy.filter { phases.contains($0.phase) }.map(\.length).max()
            }
            if let silence = longest([.begun, .writing]) { unfinished.append(silence) }
            if let silence = longest([.resting]) { resting.append(silence) }
            if let silence = longest([.working]) { working.append(silence) }
        }

        var figures: SilenceFigures {
            SilenceFigures(
                unfinishedMs: Distribution(unfinished), atRestMs: Distribution(resting),
                atWorkAgainMs: Distribution(working))
        }
    }
}
