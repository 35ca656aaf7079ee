/// What a value of `blocks.quiet_after` would do: lives that are cut by a silence, judged, and then go on.
package struct QuietFigures: Sendable, Equatable, Encodable {
    package static let spans = [60, 120, 300, 600, 1800, 3600]

    /// In seconds.
    package var quietAfter: Int
    /// Lives that are judged at such a silence and judged again.
    package var judgedAgain = 0
    /// Of these, lives so silent before they are at rest for the first time: a false alarm could come from it.
    package var judgedUnfinished = 0
    /// Of these, lives whose label says normal.
    package var judgedUnfinishedNormal = 0
    /// Lives so silent after their first rest while they are replicated or deleted.
    package var judgedAtWorkAgain = 0
    /// Lives so silent while they hold only their beginning, and so judged not by this but by `blocks.unfinished_after`.
    package var onlyBegun = 0

    init(quietAfter: Int) { self.quietAfter = quietAfter }

    mutating func count(_ course: LifeCourse, _ isAbnormal: Bool?, unfinishedAfter: Int) {
        let long = course.silences.filter { $0.length >= quietAfter * 1000 }
        func cuts(_ silence: (length: Int, phase: LifeCourse.Phase)) -> Bool {
            silence.phase != .begun || silence.length >= unfinishedAfter
        }
        if long.contains(where: { $0.phase == .begun }) { onlyBegun += 1 }
        if long.contains(where: cuts) { judgedAgain += 1 }
        if long.contains(where: { $0.phase == .working }) { judgedAtWorkAgain += 1 }
        if long.contains(where: { ($0.phase == .begun || $0.phase == .writing) && cuts($0) }) {
            judgedUnfinished += 1
            if isAbnormal == false { judgedUnfinishedNormal += 1 }
        }
    }
}
