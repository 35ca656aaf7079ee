import Glibc
import Records

enum SystemCalls {
    /// The machine's clock.
    static let wallClock: @Sendable () -> Stamp = {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return Stamp(milliseconds: Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000)
    }
}
