import Foundation
import TestSupport
import Testing

/// Scenario 15: distinct blocks that never end, under `blocks.max_open`.
struct LoadTests {
    /// Each one that has to go is judged first.
    @Test func everyEvictionIsDecided() throws {
        let (blocks, open) = (12_000, 2000)
        // One kind of line alone is no log that the model fits.
        let daemon = try Daemon(
            ["a.log"], more: "blocks: {idle_after: 1h, max_open: \(open)}",
            environment: ["BLOCKWATCH_MODEL_FORCE": "true"])
        try write(blocks, to: daemon.directory.file("logs/a.log"))
        try daemon.start()
        try daemon.awaitLines(blocks)
        #expect(daemon.stop() == 0)
        let alerts = try daemon.alerts()
        #expect(Set(alerts.map(id)).count == alerts.count)
        #expect(alerts.count == blocks - open)
        #expect(alerts.allSatisfy { $0["decided_by"] as? String == "evicted" && $0["lines"] as? Int == 1 })
    }

    @Test func memoryIsBounded() throws { try bounded(blocks: 300_000, open: 20_000, memory: 60_000) }

    @Test(.enabled(if: Soak.isOn, "make soak")) func memoryIsBoundedWithMillionsOfBlocks() throws {
        try bounded(blocks: 5_000_000, open: 1_000_000, memory: 700_000)
    }

    /// - Parameter memory: at most, in kB.
    private func bounded(blocks: Int, open: Int, memory: Int) throws {
        // Nothing is abnormal: what is counted here is what was judged.
        let daemon = try Daemon(
            ["a.log"], more: "blocks: {idle_after: 1h, max_open: \(open)}",
            environment: ["BLOCKWATCH_ALERTS_THRESHOLD": "1"])
        try write(blocks, to: daemon.directory.file("logs/a.log"))
        try daemon.start()
        try daemon.awaitLines(blocks)
        #expect(try daemon.figure("blocks", "open") == open)
        #expect(try daemon.figure("blocks", "lives") == blocks)
        #expect(try daemon.figure("blocks", "lives_judged") == blocks - open)
        #expect(try daemon.figure("losses", "blocks_evicted") == blocks - open)
        let peak = try daemon.memory("VmHWM")
        Soak.say("load: \(blocks) blocks, \(open) open at most, VmHWM \(peak) kB")
        #expect(peak < memory)
        #expect(daemon.stop() == 0)
        #expect(daemon.log.contains("blocks evicted at blocks.max_open"))
    }

    /// A log in which so many blocks begin, all within half an hour.
    private func write(_ blocks: Int, to path: String) throws {
        FileManager.default.createFile(atPath: path, contents: nil)
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        for first in stride(from: 0, to: blocks, by: 10_000) {
            var text = ""
            for block in first..<min(first + 10_000, blocks) {
                let second = block * 1800 / blocks
                let time = "0\(80_000 + second / 60 * 100 + second % 60)"
                text += "240301 \(time) 1 INFO "
                text +=
                    "dfs.DataNode$DataXceiver: Receiving block blk_\(block + 1) src: /10.0.0.1:1 dest: /10.0.0.2:1\n"
            }
            try file.write(contentsOf: Data(text.utf8))
        }
        try file.close()
    }
}
