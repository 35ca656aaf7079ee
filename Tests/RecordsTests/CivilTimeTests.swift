import Records
import Testing

struct CivilTimeTests {
    @Test(arguments: [
        ("2024-03-01T08:00:00Z", "2024-03-01T08:00:00Z"), ("2024-03-01t08:00:00.25z", "2024-03-01T08:00:00.250Z"),
        ("2024-03-01T08:00:00.1239Z", "2024-03-01T08:00:00.123Z"),
        ("2024-03-01 08:00:00+01:30", "2024-03-01T06:30:00Z"), ("2024-02-29T23:59:60-05:00", "2024-03-01T05:00:00Z"),
        ("1969-12-31T23:59:59.500Z", "1969-12-31T23:59:59.500Z"),
    ])
    func rfc3339(_ text: String, _ expected: String) { #expect(Stamp(rfc3339: text)?.rfc3339 == expected) }

    @Test func theReverseOfWriting() {
        for milliseconds: Int64 in [0, 1, -1, 951_782_400_000, 4_102_444_799_999, -62_135_596_800_000] {
            let stamp = Stamp(milliseconds: milliseconds)
            #expect(Stamp(rfc3339: stamp.rfc3339) == stamp)
        }
    }

    @Test(arguments: [
        "", "2024", "2024-3-1", "2024-02-30", "2023-02-29T00:00:00Z", "2024-13-01", "2024-00-10", "2024-03-01T",
        "2024-03-01T24:00:00Z", "2024-03-01T08:60Z", "2024-03-01T08:00:00.Z", "2024-03-01T08:00:00ZZ",
        "2024-03-01T08:00:00+25:00", "2024-03-01Z", " 2024-03-01", "٢٠٢٤-03-01", "+024-03-01",
    ])
    func noTime(_ text: String) { #expect(CivilTime(text) == nil) }

    @Test func withoutAZoneItHasNone() {
        #expect(CivilTime("2024-03-01 08:00")?.offset == nil && Stamp(rfc3339: "2024-03-01T08:00:00") == nil)
        #expect(CivilTime("2024-03-01")?.asUTC.rfc3339 == "2024-03-01T00:00:00Z")
    }

    @Test func timesOfDay() {
        #expect(CivilTime.timeOfDay("08:30") == .seconds(30_600) && CivilTime.timeOfDay("08:30:01") == .seconds(30_601))
        for text in ["8:30", "24:00", "08:30Z", "08", ""] { #expect(CivilTime.timeOfDay(text) == nil) }
    }
}
