import Records
import Testing

@Suite struct StampTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (1_226_262_918_000, "2008-11-09T20:35:18Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (1_078_012_800_001, "2004-02-29T00:00:00.001Z"), (4_102_444_799_000, "2099-12-31T23:59:59Z"),
        ] as [(Int64, String)])
    func isWrittenAsRFC3339(milliseconds: Int64, text: String) {
        #expect(Stamp(milliseconds: milliseconds).rfc3339 == text)
    }

    @Test func civilDatesAreTheGregorianCalendars() {
        let stamp = Stamp(year: 2008, month: 11, day: 9, hour: 20, minute: 35, second: 18)
        #expect(stamp.milliseconds == 1_226_262_918_000)
    }
}
