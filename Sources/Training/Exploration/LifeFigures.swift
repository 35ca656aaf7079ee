import Records

/// What lives from logs tell beside their sequences: how long writes take, and how long blocks are silent.
///
/// Lives that are older than the logs are counted and left out, as the daemon does.
package struct LifeFigures: Sendable, Encodable {
    package var lives: Int
    package var partial: Int
    /// Never seen at rest: a write that was not finished, or logs that not all are there.
    package var neverAtRest: Int
    /// From the first line to the latest, in milliseconds.
    package var durationsMs: ByClass<Distribution>
    /// From the first line to the one that first brings the block to rest, in milliseconds.
    package var writesMs: Distribution
    package var silences: SilenceFigures
    package var quietAfter: [QuietFigures]

    /// - Parameters:
    ///   - isAbnormal: of each life.
    ///   - unfinishedAfter: the silence that cuts a life that holds nothing but its beginning.
    package init(_ lives: [BlockLife], isAbnormal: [Bool?], unfinishedAfter: Duration) {
        var durations: [Int: ClassCounts] = [:]
        var classes = ClassCounts()
        var writes: [Int] = []
        var silences = SilenceFigures.Longest()
        var quiet = QuietFigures.spans.map { QuietFigures(quietAfter: $0) }
        (self.lives, partial, neverAtRest) = (lives.count, 0, 0)
        for (life, isAbnormal) in zip(lives, isAbnormal) {
            if life.isPartial {
                partial += 1
                continue
            }
            classes.count(isAbnormal)
            durations[Int((life.last - life.first).milliseconds), default: ClassCounts()].count(isAbnormal)
            let course = LifeCourse(life)
            if let write = course.write { writes.append(write) } else { neverAtRest += 1 }
            silences.add(course)
            for index in quiet.indices {
                quiet[index].count(course, isAbnormal, unfinishedAfter: Int(unfinishedAfter.milliseconds))
            }
        }
        durationsMs = ByClass(classes) { of in Distribution(counted: durations.map { ($0.key, of($0.value)) }) }
        writesMs = Distribution(writes)
        self.silences = silences.figures
        quietAfter = quiet
    }
}
