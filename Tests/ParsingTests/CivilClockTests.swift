import Parsing
import Records
import Testing

/// One after the other: the zone is the process's.
@Suite(.serialized) struct CivilClockTests {
    static func stamp(_ month: Int, _ day: Int, _ hour: Int, _ minute: Int) -> Stamp {
        Stamp(year: 2026, month: month, day: day, hour: hour, minute: minute, second: 0)
    }

    @Test func utcIsTakenAsItStands() throws {
        var clock = try CivilClock(zone: "UTC")
        #expect(clock.moment(Self.stamp(7, 1, 12, 0), near: nil) == Self.stamp(7, 1, 12, 0))
    }

    @Test(.enabled(if: hasZones, "tzdata is not installed"))
    func summerAndWinterDiffer() throws {
        var clock = try CivilClock(zone: "Europe/Berlin")
        #expect(clock.moment(Self.stamp(1, 1, 12, 0), near: nil) == Self.stamp(1, 1, 11, 0))
        #expect(clock.moment(Self.stamp(7, 1, 12, 0), near: nil) == Self.stamp(7, 1, 10, 0))
    }

    @Test(.enabled(if: hasZones, "tzdata is not installed"))
    func theRepeatedHourGoesOn() throws {
        var clock = try CivilClock(zone: "Europe/Berlin")
        var now = clock.moment(Self.stamp(10, 25, 1, 59), near: nil)
        #expect(now == Self.stamp(10, 24, 23, 59))
        for minute in 0..<120 {
            let next = clock.moment(Self.stamp(10, 25, 2, minute % 60), near: now)
            #expect(next == now + .seconds(60))
            now = next
        }
        #expect(clock.moment(Self.stamp(10, 25, 3, 0), near: now) == now + .seconds(60))
    }

    @Test(.enabled(if: hasZones, "tzdata is not installed"))
    func theHourLeftOutIsNoSilence() throws {
        var clock = try CivilClock(zone: "Europe/Berlin")
        let before = clock.moment(Self.stamp(3, 29, 1, 59), near: nil)
        #expect(clock.moment(Self.stamp(3, 29, 3, 0), near: before) == before + .seconds(60))
    }

    @Test(arguments: ["", "Nowhere/Land", "../../etc/passwd", "/etc/localtime"])
    func unknownZonesAreRefused(name: String) {
        #expect(throws: UnknownZone.self) { try CivilClock(zone: name) }
    }

    private static let hasZones = (try? CivilClock(zone: "Europe/Berlin")) != nil
}
