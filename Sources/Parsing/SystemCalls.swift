import Glibc

/// The C library's time zones.
enum SystemCalls {
    /// - Throws: ``UnknownZone``.
    static func checkZone(_ name: String) throws {
        let isSafe = !name.isEmpty && !name.hasPrefix("/") && !name.contains("..")
        guard isSafe, unsafe access("/usr/share/zoneinfo/" + name, R_OK) == 0 else { throw UnknownZone(name: name) }
    }

    /// Makes `name` the process's zone.
    static func setZone(_ name: String) {
        unsafe setenv("TZ", ":" + name, 1)
        tzset()
    }

    /// The moments, in seconds since 1970 UTC, at which clocks in the zone show what UTC shows at `second`: mostly
    /// one, two in the hour that is repeated in autumn; in the hour that is left out in spring, the moment that the
    /// C library takes for it. Earliest first.
    static func moments(ofCivilSecond second: Int64) -> [Int64] {
        var civil = unsafe tm()
        var copy = time_t(second)
        unsafe gmtime_r(&copy, &civil)
        var moments: Set<Int64> = []
        for isSummer in [Int32(1), 0] {
            var fields = unsafe civil
            unsafe fields.tm_isdst = isSummer
            var moment = unsafe mktime(&fields)
            var shown = unsafe tm()
            unsafe localtime_r(&moment, &shown)
            var asUTC = unsafe shown
            if unsafe Int64(timegm(&asUTC)) == second { moments.insert(Int64(moment)) }
        }
        if moments.isEmpty {
            var fields = unsafe civil
            unsafe fields.tm_isdst = -1
            moments.insert(Int64(unsafe mktime(&fields)))
        }
        return moments.sorted()
    }
}
