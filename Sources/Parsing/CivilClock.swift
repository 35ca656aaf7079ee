import Records

/// Turns the stamps that logs carry, which name no zone, into UTC: `input.timezone`.
///
/// In the hour that the end of daylight saving time repeats, a stamp means the moment that lies nearest to its
/// input's clock, so neither does the clock stall for an hour nor does every open write look silent.
package struct CivilClock: Sendable {
    private let isUTC: Bool
    /// The hour converted last, as written, and the moments that it can begin at.
    private var hour = Stamp.distantPast
    private var moments: [Stamp] = []

    /// - Parameter zone: a name of the system's time zone database, like `Europe/Berlin`; or `UTC`. One zone counts
    ///   in a process: the latest one given.
    /// - Throws: ``UnknownZone``.
    package init(zone: String) throws {
        try Self.check(zone: zone)
        isUTC = Self.utc.contains(zone)
        if !isUTC { SystemCalls.setZone(zone) }
    }

    private static let utc: Set = ["UTC", "Etc/UTC", "GMT", "Z"]

    /// - Throws: ``UnknownZone``.
    package static func check(zone: String) throws {
        if !utc.contains(zone) { try SystemCalls.checkZone(zone) }
    }

    /// The moment of a stamp as written; `clock` is its input's clock so far.
    package mutating func moment(_ civil: Stamp, near clock: Stamp?) -> Stamp {
        if isUTC { return civil }
        let hourLength: Int64 = 3_600_000
        let intoHour = (civil.rawValue % hourLength + hourLength) % hourLength
        let start = Stamp(rawValue: civil.rawValue - intoHour)
        if start != hour {
            hour = start
            moments = SystemCalls.moments(ofCivilSecond: start.rawValue / 1000).map { Stamp(rawValue: $0 * 1000) }
        }
        let candidates = moments.map { Stamp(rawValue: $0.rawValue + intoHour) }
        guard let clock, candidates.count > 1 else { return candidates[0] }
        return candidates.min { abs($0.rawValue - clock.rawValue) < abs($1.rawValue - clock.rawValue) } ?? candidates[0]
    }
}

/// A time zone that this system does not know.
package struct UnknownZone: Fault {
    package var name: String
    package var exitCode: ExitCode { .wrongConfiguration }
    package var description: String {
        "the time zone \"\(name)\" is not in /usr/share/zoneinfo; name one like Europe/Berlin, or install tzdata"
    }
}
