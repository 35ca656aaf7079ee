/// A date and a time of day as RFC 3339 and people write them: `2024-03-01`, `2024-03-01 08:00`,
/// `2024-03-01T08:00:00.250+01:00`.
package struct CivilTime: Hashable, Sendable {
    /// The moment at which UTC's clocks show it.
    package var asUTC: Stamp
    /// How far its zone is ahead of UTC; nil where it names none.
    package var offset: Duration?

    /// Nil where it is no such text, or no such day.
    package init?(_ text: some StringProtocol) {
        var rest = Array(text.utf8)[...]
        guard let year = rest.takeNumber(digits: 4), rest.take("-"), let month = rest.takeNumber(digits: 2),
            rest.take("-"), let day = rest.takeNumber(digits: 2)
        else { return nil }
        let midnight = Stamp(year: year, month: month, day: day, hour: 0, minute: 0, second: 0)
        guard midnight.rfc3339.utf8.prefix(10).elementsEqual(text.utf8.prefix(10)) else { return nil }
        asUTC = midnight
        if rest.isEmpty { return }
        guard rest.take("T") || rest.take("t") || rest.take(" "), let time = rest.takeTimeOfDay() else { return nil }
        asUTC = midnight + time
        if rest.isEmpty { return }
        guard let offset = rest.takeOffset(), rest.isEmpty else { return nil }
        self.offset = offset
    }

    /// Of a text that is a time of day and nothing else: `08:00`, `08:00:30`.
    package static func timeOfDay(_ text: some StringProtocol) -> Duration? {
        var rest = Array(text.utf8)[...]
        guard let time = rest.takeTimeOfDay(), rest.isEmpty else { return nil }
        return time
    }
}

extension Stamp {
    /// Of an RFC 3339 text; what it has behind milliseconds is left out. Nil where it is none.
    package init?(rfc3339 text: some StringProtocol) {
        guard let civil = CivilTime(text), let offset = civil.offset else { return nil }
        self = civil.asUTC - offset
    }
}

extension Stamp: Decodable {
    /// From ``rfc3339``.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let stamp = Stamp(rfc3339: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no RFC 3339 time")
        }
        self = stamp
    }
}

extension ArraySlice<UInt8> {
    fileprivate mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard first == UInt8(ascii: character) else { return false }
        removeFirst()
        return true
    }

    fileprivate mutating func takeNumber(digits: Int) -> Int? {
        let digit = UInt8(ascii: "0")...UInt8(ascii: "9")
        let taken = prefix(digits)
        guard taken.count == digits, taken.allSatisfy(digit.contains) else { return nil }
        self = dropFirst(digits)
        return taken.reduce(0) { $0 * 10 + Int($1 - digit.lowerBound) }
    }

    /// `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fraction`; seconds go to 60, for there are leap seconds.
    fileprivate mutating func takeTimeOfDay() -> Duration? {
        guard let hour = takeNumber(digits: 2), hour < 24, take(":"), let minute = takeNumber(digits: 2), minute < 60
        else { return nil }
        var time = Duration.seconds(hour * 3600 + minute * 60)
        guard take(":") else { return time }
        guard let second = takeNumber(digits: 2), second <= 60 else { return nil }
        time += .seconds(second)
        guard take(".") else { return time }
        var digits = 0
        while let digit = takeNumber(digits: 1) {
            digits += 1
            if digits <= 3 { time += .milliseconds(digit * [100, 10, 1][digits - 1]) }
        }
        return digits > 0 ? time : nil
    }

    /// `Z`, `+01:00` or `-05:30`.
    fileprivate mutating func takeOffset() -> Duration? {
        if take("Z") || take("z") { return .zero }
        let isAhead = take("+")
        guard isAhead || take("-"), let hours = takeNumber(digits: 2), hours < 24, take(":"),
            let minutes = takeNumber(digits: 2), minutes < 60
        else { return nil }
        return .seconds((isAhead ? 1 : -1) * (hours * 3600 + minutes * 60))
    }
}
