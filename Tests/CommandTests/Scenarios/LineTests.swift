import Foundation
import TestSupport
import Testing

/// Scenarios 10 to 12: lines that are cut, overlong or strange.
@Suite(.serialized) struct LineTests {
    let daemon: Daemon
    let log: [UInt8]

    init() throws {
        daemon = try Daemon(["a.log"])
        log = try stage(0)
    }

    /// 10. Exactly one event, when the line is complete.
    @Test(arguments: [SIGTERM, SIGKILL]) func aLineThatIsCompletedAcrossRestarts(_ signal: Int32) throws {
        try daemon.directory.write("logs/a.log", "")
        var rest = log[...]
        for size in [log.count / 2 + 7, 20, 31, 150_011] {
            try daemon.directory.append("logs/a.log", rest.prefix(size))
            rest = rest.dropFirst(size)
            try daemon.start()
            try eventually("reading") { try daemon.bytesRead() > log.count / 2 || daemon.log.contains("following") }
            _ = daemon.stop(signal)
        }
        try daemon.start()
        try daemon.directory.append("logs/a.log", rest)
        try daemon.givesTheAlerts(of: ["a.log"])
    }

    /// 10. At the end of a replay a line counts without its newline.
    @Test func aReplaysLastLine() throws {
        for bytes in [log, log.dropLast()] {
            try daemon.directory.write("logs/a.log", bytes)
            let run = try Run(blockwatch, ["replay", "--model", shippedModel, daemon.directory.file("logs/a.log")])
            #expect(run.errors.contains("5480 lines (1 without a block, 0 unmatched"), "\(run.errors)")
        }
    }

    /// 11. Passed over, counted and said; the lines around it are read.
    @Test func aLineOfTenMegabytes() throws {
        let halves = log.parts(2)
        let long = halves[0] + [UInt8](repeating: UInt8(ascii: "x"), count: 10_000_000) + [10] + halves[1]
        try daemon.directory.write("logs/a.log", long)
        try daemon.start()
        try daemon.hasRead(log)
        #expect(try daemon.memory("VmHWM") < 200_000)
        try daemon.givesTheAlerts(ofBytes: log)
        let (from, to) = (halves[0].count, halves[0].count + 10_000_000)
        #expect(daemon.log.contains("the line at bytes \(from) to \(to) is longer than input.max_line_bytes (65536)"))
        #expect(daemon.log.contains("1 lines longer than input.max_line_bytes"))
    }

    /// 11. It has no end: memory stays bounded, and the checkpoint moves on through it.
    @Test func aLineWithoutAnEnd() throws {
        let halves = log.parts(2)
        try daemon.directory.write("logs/a.log", halves[0])
        try daemon.start()
        try daemon.shell("head -c 200000000 /dev/zero | tr '\\0' x >> a.log")
        try eventually("reading it") { try daemon.bytesRead() > 200_000_000 }
        #expect(try daemon.memory("VmHWM") < 200_000)
        try daemon.says("the line that begins at byte \(halves[0].count) is longer than input.max_line_bytes (65536)")
        #expect(daemon.stop() == 0)
        try daemon.start()
        try daemon.directory.append("logs/a.log", [10] + halves[1])
        try daemon.hasRead(log)
        #expect(try daemon.bytesRead() < 50_000_000)
        try daemon.givesTheAlerts(of: ["a.log"])
        // Counted when it became too long, and not again.
        #expect(daemon.log.components(separatedBy: "1 lines longer than input.max_line_bytes").count == 2)
        #expect(daemon.log.contains("to \(halves[0].count + 200_000_000) is longer than"))
    }

    /// 12. What editors, terminals and crashes leave in logs: the same blocks, exact offsets, alerts in UTF-8.
    @Test func strangeBytes() throws {
        let strange = strangeLog()
        try daemon.directory.write("logs/a.log", "")
        try daemon.start()
        for start in stride(from: 0, to: strange.count, by: 9_973) {
            try daemon.directory.append("logs/a.log", strange[start..<min(start + 9_973, strange.count)])
        }
        try daemon.directory.write("whole", log)
        #expect(try daemon.oracle(["../whole"]) == daemon.oracle(["a.log"]), "strange bytes change the alerts")
        try daemon.givesTheAlerts(of: ["a.log"])
        let alerts = try daemon.alerts()
        #expect(String(validating: try daemon.directory.read("alerts.jsonl"), as: UTF8.self) != nil)
        for evidence in alerts.flatMap({ $0["evidence"] as? [[String: Any]] ?? [] }) {
            let (line, offset) = (evidence["line"] as? String ?? "", evidence["offset"] as? Int ?? 0)
            // Up to where the strange bytes of a line may begin.
            let stamp = line.drop { !$0.isNumber }.prefix(13)
            let there = String(decoding: strange[offset..<min(offset + 30, strange.count)], as: UTF8.self)
            #expect(stamp.count == 13 && there.drop { !$0.isNumber }.hasPrefix(stamp), "\(offset): \(line)")
        }
    }

    /// Every kind of strangeness that leaves the words of the message as they are.
    private func strangeLog() -> [UInt8] {
        var strange: [UInt8] = [0xEF, 0xBB, 0xBF]
        for (index, line) in log.split(separator: 10).enumerated() {
            switch index % 6 {
            case 0: strange += line + [13]
            case 1: strange += Array("\u{1B}[31m".utf8) + line + Array("\u{1B}[0m".utf8)
            case 2: strange += [0, 0, 0] + line
            case 3: strange += line + [10, 0xFF, 0xC3, 0x20, 0xE2]
            case 4: strange += line + Array("\n\tat é€ — \ra lone return".utf8)
            default: strange += line
            }
            strange.append(10)
        }
        return strange
    }
}
