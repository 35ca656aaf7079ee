import Records
import Testing

@Suite struct StateCodingTests {
    private func reader(_ value: Int64) -> StateReader {
        var writer = StateWriter()
        writer.write(value)
        return StateReader(writer.bytes)
    }

    /// Their sums with durations overflowed.
    @Test(arguments: [Int64.min, .min / 4 - 1, .max / 4 + 1, .max]) func momentsThatCannotBeAreDamage(_ value: Int64) {
        var reader = reader(value)
        #expect(throws: StateDamage.self) { try reader.readStamp() }
    }

    /// They overflowed when they went on.
    @Test(arguments: [Int64.min, -1, 1 << 60 + 1, .max]) func countsThatCannotBeAreDamage(_ value: Int64) {
        var reader = reader(value)
        #expect(throws: StateDamage.self) { try reader.readCounter() }
    }

    @Test func whatIsWrittenIsRead() throws {
        for stamp in [Stamp.distantPast, Stamp(milliseconds: 0), .distantFuture] {
            var reader = reader(stamp.rawValue)
            #expect(try reader.readStamp() == stamp && reader.isAtEnd)
        }
        var reader = reader(7)
        #expect(try reader.readCounter() == 7)
    }
}
