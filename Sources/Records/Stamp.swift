/// A moment, in milliseconds since 1970-01-01T00:00:00Z. Log lines carry them; they are data, not the machine's clock.
package struct Stamp: RawRepresentable, Hashable, Comparable, Sendable {
    package let rawValue: Int64

    package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    package init(milliseconds: Int64) {
        self.rawValue = milliseconds
    }

    package var milliseconds: Int64 { rawValue }

    package static let distantPast = Stamp(rawValue: .min / 4)
    package static let distantFuture = Stamp(rawValue: .max / 4)

    // Of its own: the general one of RawRepresentable is not specialized across modules.
    package static func == (left: Stamp, right: Stamp) -> Bool { left.rawValue == right.rawValue }
    package static func < (left: Stamp, right: Stamp) -> Bool { left.rawValue < right.rawValue }
    package static func + (stamp: Stamp, span: Duration) -> Stamp {
        Stamp(rawValue: stamp.rawValue + span.milliseconds)
    }
    package static func - (stamp: Stamp, span: Duration) -> Stamp {
        Stamp(rawValue: stamp.rawValue - span.milliseconds)
    }
    package static func - (left: Stamp, right: Stamp) -> Duration { .milliseconds(left.rawValue - right.rawValue) }

    /// From a civil date and time of day in UTC; `month` and `day` count from 1.
    ///
    /// The day count is Howard Hinnant's `days_from_civil` (http://howardhinnant.github.io/date_algorithms.html).
    package init(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, millisecond: Int = 0) {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
        self.init(rawValue: Int64(seconds) * 1000 + Int64(millisecond))
    }

    /// RFC 3339 in UTC: `2008-11-09T20:35:18Z`, with milliseconds where there are some.
    package var rfc3339: String {
        let dayLength: Int64 = 86_400_000
        let days = rawValue >= 0 ? rawValue / dayLength : -((-rawValue + dayLength - 1) / dayLength)
        var rest = rawValue - days * dayLength
        let millisecond = rest % 1000
        rest /= 1000
        // `civil_from_days`, same source.
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        func padded(_ value: Int64, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let fraction = millisecond == 0 ? "" : "." + padded(millisecond, 3)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T"
            + "\(padded(rest / 3600, 2)):\(padded(rest / 60 % 60, 2)):\(padded(rest % 60, 2))\(fraction)Z"
    }
}

extension Duration {
    /// Whole milliseconds, rounded towards zero.
    package var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

extension Stamp: Encodable {
    /// As ``rfc3339``.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rfc3339)
    }
}
