import Grouping
import Records
import Testing

@Suite struct InputClockTests {
    static let day: Int64 = 86_400_000

    @Test(
        arguments: [
            // stamps in days, the clock after each
            ([1, 1.1, 1.05, 1.2], [1, 1.1, 1.1, 1.2]),
            ([1, 1.1, 1.2, 9000, 1.3], [1, 1.1, 1.2, 1.2, 1.3]),
            ([1, 1.1, 1.2, 5, 5.1, 5.2, 5.3], [1, 1.1, 1.2, 1.2, 1.2, 5.2, 5.3]),
            // two that do not agree are no three
            ([1, 1.1, 1.2, 5, 900, 5.1, 1.3, 5, 5], [1, 1.1, 1.2, 1.2, 1.2, 1.2, 1.3, 1.3, 1.3]),
            // the first one was wrong
            ([9000, 1, 1.1], [9000, 1, 1.1]),
            // the machine that writes was set back
            ([5, 5, 5, 1, 1, 1, 1.1], [5, 5, 5, 5, 5, 1, 1.1]),
        ] as [([Double], [Double])])
    func moves(stamps: [Double], expected: [Double]) {
        var clock = InputClock()
        let seen = stamps.map { clock.read(Stamp(rawValue: Int64($0 * Double(Self.day)))).rawValue }
        #expect(seen == expected.map { Int64($0 * Double(Self.day)) })
    }

    /// Before a jump counts, and after.
    @Test(arguments: [[1, 1, 1, 5, 5], [1, 1, 1, 5, 5, 5], [1, 1, 1, 5, 5, 5, 5]] as [[Int64]])
    func survivesACheckpoint(days: [Int64]) throws {
        var clock = InputClock()
        for day in days { _ = clock.read(Stamp(rawValue: day * Self.day)) }
        var writer = StateWriter()
        clock.encode(into: &writer)
        var reader = StateReader(writer.bytes)
        var restored = try InputClock(from: &reader)
        #expect(restored == clock)
        #expect(restored.read(Stamp(rawValue: 5 * Self.day)).rawValue == 5 * Self.day)
    }

    /// The next line made it overflow.
    @Test func moreAgreementThanIsAskedIsDamage() {
        var clock = InputClock()
        _ = clock.read(Stamp(rawValue: Self.day))
        var writer = StateWriter()
        clock.encode(into: &writer)
        var bytes = writer.bytes
        bytes[9] = 255
        var reader = StateReader(bytes)
        #expect(throws: StateDamage.self) { try InputClock(from: &reader) }
    }
}
