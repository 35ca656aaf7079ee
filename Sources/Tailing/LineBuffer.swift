import Records

/// Bytes to lines: cuts what was read at its newlines and keeps the rest until its newline comes.
///
/// Memory stays bounded: a line longer than `maxLineBytes` is counted and its bytes are dropped as they come. So are NULs
/// at the beginning of a line: a writer that does not append leaves a hole of them when its file is truncated.
package struct LineBuffer {
    private let maxLineBytes: Int
    /// The beginning of a line whose end has not been read.
    private(set) var rest: [UInt8] = []
    /// Whether the line that `rest` would begin is too long already.
    package private(set) var isSkipping: Bool
    /// How much of the file has been taken in; the offset of the next byte.
    package private(set) var end: UInt64
    /// Offset of the first byte of `rest`, or of the overlong line.
    private var restStart: UInt64
    package private(set) var counters = TailCounters()
    /// Where the first overlong line stood, and the first hole of NULs: what of a file is passed over can be said
    /// with its place, and no file can make us say it without end.
    package private(set) var firstOverlong: Range<UInt64>?
    package private(set) var firstHole: Range<UInt64>?
    /// Where the overlong line, or the hole, that has not ended yet begins; after a restart, where reading went on.
    private var skippingFrom: UInt64
    /// How many lines came the last time.
    private var latestCount = 0
    private var holeFrom: UInt64?

    /// - Parameters:
    ///   - offset: of the file's next byte.
    ///   - isSkipping: whether that byte lies within an overlong line.
    package init(maxLineBytes: Int, offset: UInt64 = 0, isSkipping: Bool = false) {
        self.maxLineBytes = maxLineBytes
        self.isSkipping = isSkipping
        end = offset
        restStart = offset
        skippingFrom = offset
    }

    /// Where reading can begin anew without a loss; within an overlong line that is where it stands, since none of it
    /// is wanted.
    package var resume: UInt64 { isSkipping ? end : restStart }

    /// Where an overlong line begins that has not ended, if it is the first.
    package var overlongSince: UInt64? { isSkipping && firstOverlong == nil ? skippingFrom : nil }

    /// Takes in the file's next bytes.
    /// - Returns: the bytes that the lines point into, and the lines that ended; nil where none did.
    package mutating func take(_ bytes: ArraySlice<UInt8>) -> (bytes: [UInt8], lines: [LogLine])? {
        guard bytes.contains(UInt8(ascii: "\n")) else {
            keep(bytes)
            return nil
        }
        return take(withRest: rest + bytes)
    }

    /// The same for a caller who read the bytes behind a copy of ``rest``.
    mutating func take(withRest whole: [UInt8]) -> (bytes: [UInt8], lines: [LogLine])? {
        let bytes = whole.span
        var newlines = BytePlaces(of: "\n", from: rest.count)
        guard let first = newlines.next(in: bytes) else {
            keep(whole[rest.count...])
            return nil
        }
        var lines: [LogLine] = []
        lines.reserveCapacity(latestCount)
        let base = end - UInt64(rest.count)
        if isSkipping {
            firstOverlong = firstOverlong ?? skippingFrom..<base + UInt64(first)
            isSkipping = false
        } else {
            append(0, first, base, bytes, &lines)
        }
        var start = first + 1
        while let newline = newlines.next(in: bytes) {
            append(start, newline, base, bytes, &lines)
            start = newline + 1
        }
        latestCount = lines.count
        end = base + UInt64(start)
        restStart = end
        rest = []
        keep(whole[start...])
        return (whole, lines)
    }

    /// The end of a file that nothing is appended to any more: its last line counts without its newline.
    package mutating func finish() -> (bytes: [UInt8], lines: [LogLine])? {
        defer {
            rest = []
            isSkipping = false
            restStart = end
        }
        if isSkipping { firstOverlong = firstOverlong ?? skippingFrom..<end }
        endHole(at: end)
        guard !isSkipping && !rest.isEmpty else { return nil }
        var lines: [LogLine] = []
        let rest = rest
        append(0, rest.count, restStart, rest.span, &lines)
        if let last = lines.indices.last { lines[last].next = end }
        return (rest, lines)
    }

    private mutating func append(
        _ start: Int, _ newline: Int, _ base: UInt64, _ bytes: borrowing Span<UInt8>, _ lines: inout [LogLine]
    ) {
        var start = start
        if start < newline && bytes[start] == 0 {
            holeFrom = holeFrom ?? base + UInt64(start)
            let first = start
            while start < newline && bytes[start] == 0 { start += 1 }
            counters.skippedBytes += start - first
        }
        endHole(at: base + UInt64(start))
        guard newline - start <= maxLineBytes else { return passOver(base + UInt64(start)..<base + UInt64(newline)) }
        let hasReturn = newline > start && bytes[newline - 1] == UInt8(ascii: "\r")
        lines.append(
            LogLine(
                start: start, end: hasReturn ? newline - 1 : newline, offset: base + UInt64(start),
                next: base + UInt64(newline) + 1))
    }

    private mutating func passOver(_ overlong: Range<UInt64>) {
        counters.overlongLines += 1
        firstOverlong = firstOverlong ?? overlong
    }

    private mutating func endHole(at offset: UInt64) {
        if let holeFrom, firstHole == nil { firstHole = holeFrom..<offset }
        holeFrom = nil
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        end += UInt64(bytes.count)
        if isSkipping { return }
        var bytes = bytes
        if rest.isEmpty {
            let count = bytes.prefix { $0 == 0 }.count
            if count > 0 { holeFrom = holeFrom ?? restStart }
            bytes = bytes.dropFirst(count)
            restStart += UInt64(count)
            counters.skippedBytes += count
            if !bytes.isEmpty { endHole(at: restStart) }
        }
        if rest.count + bytes.count > maxLineBytes + 1 {
            rest = []
            isSkipping = true
            skippingFrom = restStart
            // Now, for it may have no end.
            counters.overlongLines += 1
        } else {
            rest += bytes
        }
    }
}
