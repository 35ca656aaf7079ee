/// Which rotated files are older than our interest in their log: those that were there when following began.
///
/// Files' times are compared only with the time of another file, and only across a restart; the machine's clock may be
/// stepped.
struct History {
    /// The last checkpoint may have been written that long after the last look.
    private static let marginSeconds = 10

    private let start: FollowStart
    private let startAtEnd: Bool
    /// When the last checkpoint was written; nil where that says nothing, for then the clock was put back.
    private let stoppedAt: (Int, Int)?
    /// What was there at the first look and belonged to no log.
    private var there: Set<FileStatus> = []

    init(_ start: FollowStart, startAtEnd: Bool) {
        self.start = start
        self.startAtEnd = startAtEnd
        guard case .resumed(let checkpoint) = start, let written = FileStatus.of(checkpoint)?.modified,
            written <= machineTime()
        else {
            stoppedAt = nil
            return
        }
        stoppedAt = (written.0 - Self.marginSeconds, written.1)
    }

    /// Whether logs that are there at the first look are read from their end.
    var beginsAtEnd: Bool { start == .first && startAtEnd }

    /// Files that stand beside the logs at the first look.
    mutating func remember(_ files: [Siblings.Sibling]) {
        switch start {
        case .first: there = Set(files.map(\.status))
        case .resumed: there = Set(files.map(\.status).filter(isOlderThanStop))
        case .anew: break
        }
    }

    /// Whether the rotated file of a new log is history. Those that the globs name are read, too, from a first start at
    /// the beginning on.
    func has(_ sibling: Siblings.Sibling, isFirstLook: Bool, isNamed: Bool) -> Bool {
        guard isFirstLook else { return there.contains(sibling.status) }
        switch start {
        case .first: return startAtEnd || !isNamed
        case .resumed: return isOlderThanStop(sibling.status)
        case .anew: return false
        }
    }

    private func isOlderThanStop(_ status: FileStatus) -> Bool {
        stoppedAt.map { status.modified < $0 } ?? false
    }
}
