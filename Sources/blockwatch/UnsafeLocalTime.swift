import Glibc
import Records

/// Times as the zone of whoever looks shows them (`TZ`, else /etc/localtime).
enum LocalTime {
    private static let isZoneSet: Void = tzset()

    /// The machine's clock.
    static var now: Stamp {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return Stamp(milliseconds: Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000)
    }

    /// `2024-03-01 09:00:00 CET`, or whatever else `format` asks for (strftime(3)).
    static func text(_ stamp: Stamp, format: String = "%Y-%m-%d %H:%M:%S %Z") -> String {
        isZoneSet
        var second = time_t(stamp.rawValue >= 0 ? stamp.rawValue / 1000 : (stamp.rawValue - 999) / 1000)
        var fields = unsafe tm()
        unsafe localtime_r(&second, &fields)
        var text = [UInt8](repeating: 0, count: 256)
        let count = unsafe text.withUnsafeMutableBytes { buffer in
            unsafe strftime(buffer.baseAddress!, buffer.count, format, &fields)
        }
        return text[..<count].asPlainText
    }

    /// The moment at which clocks here show what UTC's show at `civil`; of an hour that is there twice, or not at all,
    /// the moment that the C library takes for it.
    static func moment(of civil: Stamp) -> Stamp {
        isZoneSet
        var second = time_t(civil.rawValue / 1000)
        var fields = unsafe tm()
        unsafe gmtime_r(&second, &fields)
        unsafe fields.tm_isdst = -1
        return Stamp(milliseconds: Int64(unsafe mktime(&fields)) * 1000 + civil.rawValue % 1000)
    }
}
