import Foundation
import TestSupport
import Testing

/// Lines of one block in several logs, which come at very different speeds.
struct MergeTests {
    /// One log is written when all of the other has been there for long: it is waited for, also over restarts.
    @Test func oneLogFarBehind() throws {
        let daemon = try Daemon(
            ["name.log", "data.log"], more: "blocks: {idle_after: 1h}",
            environment: ["BLOCKWATCH_INPUT_IDLE_AFTER": "1h"])
        try daemon.directory.write("logs/name.log", "")
        try daemon.directory.write("logs/data.log", pieces("two-logs/datanodes.log", of: 1 << 24).joined())
        for part in try Array(pieces("two-logs/namenode.log", of: 1 << 24).joined()).parts(5) {
            try daemon.start()
            let before = try daemon.directory.read("logs/name.log").count
            try daemon.directory.append("logs/name.log", part)
            // All that stands before the latest of them.
            try eventually("reading on; \(daemon.log.suffix(2000))") {
                let inputs = try daemon.status()?["inputs"] as? [[String: Any]] ?? []
                let input = inputs.first { ($0["path"] as? String)?.hasSuffix("name.log") == true }
                return input?["offset"] as? Int ?? 0 > before
            }
            _ = daemon.stop(SIGKILL)
        }
        try daemon.start()
        try daemon.givesTheAlerts(of: ["data.log", "name.log"])
    }

    /// A log that has brought nothing for `input.idle_after` is not waited for; what it then brings of the time before
    /// is counted.
    @Test func linesTooLateToBeMergedAreCounted() throws {
        let daemon = try Daemon(["name.log", "data.log"], more: "blocks: {idle_after: 1h}")
        try daemon.directory.write("logs/name.log", "")
        let first = Array(try pieces("two-logs/datanodes.log", of: 1 << 24).joined())
        try daemon.directory.write("logs/data.log", first)
        try daemon.start()
        try daemon.awaitLines(lineCount(first))
        let late = Array(try pieces("two-logs/namenode.log", of: 1 << 24).joined())
        try daemon.directory.append("logs/name.log", late)
        try daemon.awaitLines(lineCount(first) + lineCount(late))
        // All but the last one, which stands at the time that the other log's last one does.
        let count = lineCount(late) - 1
        #expect(try daemon.figure("losses", "lines_late") == count)
        #expect(daemon.stop() == 0)
        #expect(daemon.log.contains("\(count) lines that came late"), "\(daemon.log.suffix(2000))")
    }
}
