import Records

/// What stands before a line's message, in one of two layouts: `YYMMDD HHMMSS THREAD LEVEL COMPONENT: MESSAGE`, the HDFS_v1
/// data set's, or `YYYY-MM-DD HH:MM:SS,mmm LEVEL COMPONENT: MESSAGE`, log4j's ISO8601, today's Hadoop.
struct Header: Hashable {
    var layout: Layout
    /// The stamp's date and time as written, as if they were UTC.
    var civil: Stamp
    /// Index of the message's first byte.
    var message: Int

    /// Nil where the line has no header of its own: it belongs to the record before it.
    init?(_ line: Span<UInt8>, from start: Int, to end: Int, _ recent: inout RecentHeaders) {
        var reader = FieldReader(position: start, end: end)
        if start + 6 < end && line[start + 6] == UInt8(ascii: " ") {
            guard let civil = reader.readHDFSv1Stamp(line, &recent.stamp) else { return nil }
            layout = .hdfsV1
            self.civil = civil
        } else if start + 4 < end && line[start + 4] == UInt8(ascii: "-") {
            guard let civil = reader.readLog4jStamp(line) else { return nil }
            layout = .log4j
            self.civil = civil
        } else {
            return nil
        }
        guard let message = reader.skipOrigin(line, hasThread: layout == .hdfsV1, &recent) else { return nil }
        self.message = message
    }
}

/// What headers read before said, for most lines say the same.
struct RecentHeaders {
    fileprivate var stamp = StampText()
    fileprivate var origins = InlineArray<16, OriginText>(repeating: OriginText())
}

/// The text of a stamp in HDFS_v1's layout with the blank behind it, and what it says.
private struct StampText {
    static let length = 14
    /// Its first eight bytes, and its last.
    var text: (UInt64, UInt64) = (0, 0)
    var civil = Stamp.distantPast
}

/// Level and component with the blank behind them, `INFO dfs.DataNode: `; 8 to 40 bytes.
private struct OriginText {
    static let maxCount = 40
    /// 0 is none.
    private var count = 0
    /// The whole words from the start on.
    private var words = InlineArray<5, UInt64>(repeating: 0)
    /// The last eight bytes.
    private var last: UInt64 = 0

    init() {}

    /// - Parameter range: such a text; maxCount bytes can be read from its start on.
    init(_ line: Span<UInt8>, _ range: Range<Int>) {
        count = range.count
        for index in 0..<count / 8 { words[index] = line.word(at: range.lowerBound + 8 * index) }
        last = line.word(at: range.upperBound - 8)
    }

    /// Where the message begins that follows it, if it stands at `start`.
    func end(_ line: Span<UInt8>, at start: Int) -> Int? {
        guard count > 0, line.word(at: start + count - 8) == last else { return nil }
        for index in 0..<count / 8 where line.word(at: start + 8 * index) != words[index] { return nil }
        return start + count
    }

    /// Which of 16 places it has if it stands at `start`: most differ in the component's middle.
    static func place(_ line: Span<UInt8>, _ start: Int) -> Int {
        let mixed = (line.word(at: start + 9) &* 0x9E37_79B9_7F4A_7C15) ^ line.word(at: start + 18)
        return Int(truncatingIfNeeded: (mixed &* 0x9E37_79B9_7F4A_7C15) >> 60)
    }
}

/// The levels' first four letters, as numbers.
private enum Level {
    static var info: UInt32 { number("I", "N", "F", "O") }
    static var warn: UInt32 { number("W", "A", "R", "N") }
    static var erro: UInt32 { number("E", "R", "R", "O") }
    static var debu: UInt32 { number("D", "E", "B", "U") }
    static var fata: UInt32 { number("F", "A", "T", "A") }
    static var trac: UInt32 { number("T", "R", "A", "C") }

    private static func number(
        _ first: Unicode.Scalar, _ second: Unicode.Scalar, _ third: Unicode.Scalar, _ fourth: Unicode.Scalar
    ) -> UInt32 {
        first.value | second.value << 8 | third.value << 16 | fourth.value << 24
    }
}

/// Reads a header's fields from the left; each method moves past what it read.
private struct FieldReader {
    var position: Int
    let end: Int

    /// `YYMMDD HHMMSS `; two-digit years are of this century.
    mutating func readHDFSv1Stamp(_ line: Span<UInt8>, _ latest: inout StampText) -> Stamp? {
        guard position + StampText.length <= end else { return nil }
        let text = (line.word(at: position), line.word(at: position + 6))
        if text == latest.text {
            position += StampText.length
            return latest.civil
        }
        guard let civil = readHDFSv1Stamp(line) else { return nil }
        latest = StampText(text: text, civil: civil)
        return civil
    }

    private mutating func readHDFSv1Stamp(_ line: Span<UInt8>) -> Stamp? {
        guard let year = readNumber(line, 2), let month = readNumber(line, 2), let day = readNumber(line, 2),
            read(line, " "),
            let hour = readNumber(line, 2), let minute = readNumber(line, 2), let second = readNumber(line, 2),
            read(line, " ")
        else { return nil }
        return Stamp(checkedYear: 2000 + year, month, day, hour, minute, second, 0)
    }

    /// `YYYY-MM-DD HH:MM:SS,mmm `; a point for the comma and a T for the blank are taken too.
    mutating func readLog4jStamp(_ line: Span<UInt8>) -> Stamp? {
        guard let year = readNumber(line, 4), read(line, "-"), let month = readNumber(line, 2), read(line, "-"),
            let day = readNumber(line, 2),
            read(line, " ") || read(line, "T"), let hour = readNumber(line, 2), read(line, ":"),
            let minute = readNumber(line, 2), read(line, ":"),
            let second = readNumber(line, 2)
        else { return nil }
        var millisecond = 0
        if read(line, ",") || read(line, ".") {
            guard let fraction = readNumber(line, 3) else { return nil }
            millisecond = fraction
        }
        guard read(line, " ") else { return nil }
        return Stamp(checkedYear: year, month, day, hour, minute, second, millisecond)
    }

    /// Moves past the thread, the level and the component; gives the message's first index.
    /// - Parameter hasThread: whether the level stands behind the next blank, mostly.
    mutating func skipOrigin(_ line: Span<UInt8>, hasThread: Bool, _ recent: inout RecentHeaders) -> Int? {
        var level = position
        if hasThread, let blank = line.firstIndex(of: UInt8(ascii: " "), from: position, to: end) { level = blank + 1 }
        // The slow way where it is near the end, or blanks follow that belong to no text.
        guard level + OriginText.maxCount < end else { return skipOrigin(line) }
        let place = OriginText.place(line, level)
        if let message = recent.origins[place].end(line, at: level), line[message] != UInt8(ascii: " ") {
            return message
        }
        guard let message = skipOrigin(line) else { return nil }
        if message - level <= OriginText.maxCount, line[message - 1] == UInt8(ascii: " "),
            isLevel(line, level, line.firstIndex(of: UInt8(ascii: " "), from: level, to: message) ?? level)
        {
            recent.origins[place] = OriginText(line, level..<message)
        }
        return message
    }

    private mutating func skipOrigin(_ line: Span<UInt8>) -> Int? {
        skipThroughLevel(line) ? skipComponent(line) : nil
    }

    /// Moves past the thread (whatever stands there) and the level behind it.
    private mutating func skipThroughLevel(_ line: Span<UInt8>) -> Bool {
        while position < end {
            let start = position
            position = line.firstIndex(of: UInt8(ascii: " "), from: position, to: end) ?? end
            if isLevel(line, start, position) { return true }
            position += 1
        }
        return false
    }

    /// Moves past `COMPONENT: `, and a `[thread]` before it; gives the message's first index.
    private mutating func skipComponent(_ line: Span<UInt8>) -> Int? {
        skipBlanks(line)
        if read(line, "[") {
            var depth = 1
            while position < end && depth > 0 {
                if line[position] == UInt8(ascii: "[") { depth += 1 }
                if line[position] == UInt8(ascii: "]") { depth -= 1 }
                position += 1
            }
            skipBlanks(line)
        }
        while let colon = line.firstIndex(of: UInt8(ascii: ":"), from: position, to: end) {
            position = colon + 1
            if position == end || line[position] == UInt8(ascii: " ") {
                skipBlanks(line)
                return position
            }
        }
        return nil
    }

    private func isLevel(_ line: Span<UInt8>, _ from: Int, _ to: Int) -> Bool {
        switch to - from {
        case 4:
            let word = line.halfWord(at: from)
            return word == Level.info || word == Level.warn
        case 5:
            let (word, last) = (line.halfWord(at: from), line[from + 4])
            return word == Level.erro && last == UInt8(ascii: "R") || word == Level.debu && last == UInt8(ascii: "G")
                || word == Level.fata && last == UInt8(ascii: "L") || word == Level.trac && last == UInt8(ascii: "E")
        default: return false
        }
    }

    private mutating func skipBlanks(_ line: Span<UInt8>) {
        while position < end && line[position] == UInt8(ascii: " ") { position += 1 }
    }

    private mutating func read(_ line: Span<UInt8>, _ character: Unicode.Scalar) -> Bool {
        guard position < end && line[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func readNumber(_ line: Span<UInt8>, _ digits: Int) -> Int? {
        guard position + digits <= end else { return nil }
        var value = 0
        for _ in 0..<digits {
            let digit = line[position] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
            position += 1
        }
        return value
    }
}

extension Stamp {
    /// Nil where a field is out of its range (a 31st of February passes; it is the 3rd of March).
    fileprivate init?(
        checkedYear year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int, _ millisecond: Int
    ) {
        guard (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60 else { return nil }
        self.init(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second, millisecond: millisecond)
    }
}
