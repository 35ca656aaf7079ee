import Records

/// One input's clock: the latest stamp read from it.
///
/// A jump of more than 24 hours, either way, counts only when three lines in a row agree on it (lie within 24 hours
/// of the first of them), so that one stamp in 2099 closes nothing. A clock that fewer than three lines have
/// confirmed yields to a jump back at once: its own first stamp may be the wrong one.
package struct InputClock: Sendable, Hashable {
    private static let jump: Int64 = 24 * 3600 * 1000
    private static let agreement: UInt8 = 3

    /// Nil until the first stamp.
    package private(set) var now: Stamp?
    private var confirmations: UInt8 = 0
    private var candidate: Stamp?
    private var candidateLines: UInt8 = 0

    package init() {}

    /// Takes the next line's stamp and returns the clock after it.
    package mutating func read(_ stamp: Stamp) -> Stamp {
        guard let now else { return set(stamp, confirmations: 1) }
        if isSettled(stamp) { return now }
        if !isJump(from: now, to: stamp) {
            return set(max(now, stamp), confirmations: min(confirmations + 1, Self.agreement))
        }
        if stamp < now && confirmations < Self.agreement { return set(stamp, confirmations: 1) }
        if let candidate, !isJump(from: candidate, to: stamp) {
            candidateLines += 1
            self.candidate = max(candidate, stamp)
        } else {
            candidate = stamp
            candidateLines = 1
        }
        if candidateLines < Self.agreement { return now }
        return set(candidate ?? stamp, confirmations: Self.agreement)
    }

    /// Whether reading `stamp` once more changes nothing.
    package func isSettled(_ stamp: Stamp) -> Bool {
        guard let now, confirmations == Self.agreement, candidateLines == 0 else { return false }
        return stamp.rawValue <= now.rawValue && !isJump(from: now, to: stamp)
    }

    private func isJump(from: Stamp, to: Stamp) -> Bool {
        to.milliseconds > from.milliseconds + Self.jump || to.milliseconds < from.milliseconds - Self.jump
    }

    private mutating func set(_ stamp: Stamp, confirmations: UInt8) -> Stamp {
        now = stamp
        self.confirmations = confirmations
        candidate = nil
        candidateLines = 0
        return stamp
    }

    package func encode(into writer: inout StateWriter) {
        writer.write(now) { $0.write($1) }
        writer.write(confirmations)
        writer.write(candidate) { $0.write($1) }
        writer.write(candidateLines)
    }

    package init(from reader: inout StateReader) throws {
        now = try reader.readOptional { try $0.readStamp() }
        confirmations = try reader.read()
        candidate = try reader.readOptional { try $0.readStamp() }
        candidateLines = try reader.read()
        guard confirmations <= Self.agreement, candidateLines < Self.agreement else {
            throw reader.damage("a clock that more lines agree on than are asked")
        }
    }
}
