/// Lets so many notices through in a minute, and no more.
struct NoticeValve {
    private static let limit = 60
    private static let period = Duration.seconds(60)

    enum Passage {
        case all
        /// The first that is held back.
        case last
        case none
    }

    private var count = 0
    private var since = ContinuousClock.now

    mutating func admit() -> Passage {
        let now = ContinuousClock.now
        if now - since >= Self.period { (count, since) = (0, now) }
        count += 1
        return count <= Self.limit ? .all : count == Self.limit + 1 ? .last : .none
    }
}
