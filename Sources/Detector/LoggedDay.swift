import Records

/// A day of logs, in UTC.
package struct LoggedDay: Sendable, Equatable, Encodable {
    /// `2008-11-09`.
    package var date: String
    package var lines: Int
    /// Lives begun.
    package var blocks: Int

    /// Counts by day, gathered in any order.
    struct Calendar {
        private static let length: Int64 = 86_400_000
        private var lines: [Int64: Int] = [:]
        private var blocks: [Int64: Int] = [:]

        private func day(_ stamp: Stamp) -> Int64 {
            let (day, rest) = stamp.milliseconds.quotientAndRemainder(dividingBy: Self.length)
            return rest < 0 ? day - 1 : day
        }

        mutating func countLine(at stamp: Stamp) { lines[day(stamp), default: 0] += 1 }
        mutating func countBlock(at stamp: Stamp) { blocks[day(stamp), default: 0] += 1 }

        var days: [LoggedDay] {
            lines.keys.sorted().map { day in
                LoggedDay(
                    date: String(Stamp(milliseconds: day * Self.length).rfc3339.prefix(10)),
                    lines: lines[day, default: 0], blocks: blocks[day, default: 0])
            }
        }
    }
}
