import ArgumentParser
import Records

/// A time as an option takes it.
enum TimeBound {
    /// `2024-03-01T08:00:00Z`; a day or a time in the local zone (`2024-03-01`, `2024-03-01 08:00`, `08:00` of today);
    /// or a span back from now (`30m`, `2h`, `3d`).
    /// - Throws: `ValidationError`.
    static func moment(_ text: String) throws -> Stamp {
        if let civil = CivilTime(text) {
            return civil.offset.map { civil.asUTC - $0 } ?? LocalTime.moment(of: civil.asUTC)
        }
        let now = LocalTime.now
        if let time = CivilTime.timeOfDay(text), let today = CivilTime(LocalTime.text(now, format: "%Y-%m-%d")) {
            return LocalTime.moment(of: today.asUTC + time)
        }
        guard let span = span(text) else {
            throw ValidationError(
                "a time like 2024-03-01T08:00:00Z, 2024-03-01, \"2024-03-01 08:00\" or 08:00, or a span back from now "
                    + "like 30m, 2h or 3d is expected, not \"\(text.asPlainText)\"")
        }
        return now - span
    }

    private static func span(_ text: String) -> Duration? {
        let seconds: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604_800]
        guard let unit = text.last.flatMap({ seconds[$0] }), !text.hasPrefix("+"), !text.hasPrefix("-"),
            let number = Int64(text.dropLast()), number <= 100_000_000_000 / unit
        else { return nil }
        return .seconds(number * unit)
    }
}
