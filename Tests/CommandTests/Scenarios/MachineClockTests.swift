import Foundation
import TestSupport
import Testing

/// Scenario 13: the machine's clock is stepped while the daemon runs.
struct MachineClockTests {
    /// The machine's clock as a file moves it. (Debian's faketime keeps a Swift program from its arguments.)
    private static let shim = """
        #include <fcntl.h>
        #include <stdlib.h>
        #include <sys/syscall.h>
        #include <time.h>
        #include <unistd.h>
        int clock_gettime(clockid_t clock, struct timespec *now) {
            int result = (int)syscall(SYS_clock_gettime, clock, now);
            if (result || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return result;
            char text[32] = {0};
            int file = open(getenv("STEPPED_CLOCK"), O_RDONLY | O_CLOEXEC);
            if (file < 0) return 0;
            if (read(file, text, sizeof text - 1) > 0) now->tv_sec += atol(text);
            close(file);
            return 0;
        }
        """

    /// It says when an alert was raised, and decides nothing: nor what is due, nor how long a log has been silent.
    @Test func steppedBackAndForth() throws {
        let daemon = try Daemon(["a.log"], more: "blocks: {idle_after: 1h}")
        let clock = try daemon.directory.write("clock", "+0\n")
        let (source, library) = (try daemon.directory.write("shim.c", Self.shim), daemon.directory.file("shim.so"))
        try Run("/usr/bin/env", ["clang", "-D_GNU_SOURCE", "-shared", "-fPIC", "-o", library, source]).expectSuccess()
        try daemon.start(["LD_PRELOAD": library, "STEPPED_CLOCK": clock])
        var lines = 0
        let steps = ["+0", "-3600", "+86400", "+0", "+86400"]
        for (part, step) in zip(Array(try pieces("demo/hdfs.log", of: 1 << 24).joined()).parts(5), steps) {
            // Replaced, so that the daemon never sees half of it.
            try daemon.directory.write("next", step + "\n")
            try Run("/bin/mv", [daemon.directory.file("next"), clock]).expectSuccess()
            // Over the turn of two seconds, when it would decide what time has made due.
            for _ in 0..<2 {
                try eventually("the alerts file") { daemon.directory.exists("alerts.jsonl") }
                try daemon.directory.write("kept", (try? daemon.directory.read("kept")) ?? [])
                try daemon.directory.append("kept", daemon.directory.read("alerts.jsonl"))
                try daemon.directory.remove("alerts.jsonl")
            }
            try eventually("the alerts file") { daemon.directory.exists("alerts.jsonl") }
            try daemon.directory.append("logs/a.log", part)
            lines += lineCount(part)
            try daemon.awaitLines(lines)
        }
        try daemon.givesTheAlerts(of: ["a.log"], in: ["kept", "alerts.jsonl"])
        let tomorrow = ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: 86400 - 1800))
        let raised = try daemon.alerts().compactMap { $0["emitted_at"] as? String }
        #expect(!raised.isEmpty && raised.allSatisfy { $0 > tomorrow }, "the clock was not stepped: \(raised)")
    }
}

extension Run {
    fileprivate func expectSuccess() { #expect(status == 0, "\(errors)") }
}
