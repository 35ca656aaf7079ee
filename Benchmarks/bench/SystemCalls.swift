import Glibc
import Records

enum SystemCalls {
    static func write(_ text: String, to descriptor: Int32) {
        try? WholeFile.write(Array(text.utf8)[...], to: descriptor, "output")
    }

    static func exit(with code: Int32) -> Never { Glibc.exit(code) }

    /// User and system time of all threads of this process.
    static func cpuSeconds() -> Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }
    static func wallSeconds() -> Double { seconds(CLOCK_MONOTONIC) }

    private static func seconds(_ clock: clockid_t) -> Double {
        var now = timespec()
        unsafe clock_gettime(clock, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }

    /// Reads a file to its end, 256 kB at a time, and does nothing with it.
    /// - Returns: number of bytes.
    static func readThrough(_ path: String) throws -> Int {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError("read", path, errno: errno) }
        defer { close(descriptor) }
        var block = [UInt8](repeating: 0, count: 1 << 18)
        var total = 0
        while true {
            let count = unsafe block.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 else { throw FileError("read", path, errno: errno) }
            if count == 0 { return total }
            total += count
        }
    }

    /// What was freed goes back to the kernel, so that it does not hide what is taken later.
    static func giveBackMemory() { _ = malloc_trim(0) }

    /// RssAnon of this process: what it holds of memory that is no file's.
    static func anonymousBytes() throws -> Int {
        let status = String(decoding: try WholeFile.read("/proc/self/status"), as: UTF8.self)
        for line in status.split(separator: "\n") where line.hasPrefix("RssAnon:") {
            let kilobytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" })[1]
            if let count = Int(kilobytes) { return count * 1024 }
        }
        throw DataFault(place: "/proc/self/status", what: "RssAnon is missing")
    }
}

/// Of the GNU C library; Swift's module of it leaves malloc.h out.
@_silgen_name("malloc_trim")
private func malloc_trim(_ padding: Int) -> Int32
