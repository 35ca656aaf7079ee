import Records

/// How many lines come in, over the last ten seconds.
struct LineRate: Sendable {
    private static let span = Duration.seconds(10)

    /// How many lines had been read when, the latest last.
    private var samples: [(at: ContinuousClock.Instant, lines: Int)] = []

    /// 0 before there are two samples.
    var perSecond: Double {
        guard let first = samples.first, let last = samples.last, last.at > first.at else { return 0 }
        return Double(last.lines - first.lines) * 1000 / Double((last.at - first.at).milliseconds)
    }

    mutating func note(_ lines: Int, at now: ContinuousClock.Instant) {
        samples.append((now, lines))
        while samples.count > 2, now - samples[1].at >= Self.span { samples.removeFirst() }
    }
}
