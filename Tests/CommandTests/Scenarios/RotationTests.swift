import Foundation
import TestSupport
import Testing

/// Scenarios 4 to 6: logs that are renamed and packed.
@Suite(.serialized) struct RotationTests {
    let daemon: Daemon
    let stages: [[UInt8]]

    init() throws {
        daemon = try Daemon(["a.log"])
        stages = try (0..<4).map(stage)
    }

    /// 4. The writer goes on in the renamed file, even after the new one has lines.
    @Test func renamedWhileTheWriterHoldsIt() throws {
        let (directory, halves) = (daemon.directory, stages[0].parts(2))
        try directory.write("logs/a.log", halves[0])
        try daemon.start()
        try daemon.says("following")
        let writer = try #require(FileHandle(forWritingAtPath: directory.file("logs/a.log")))
        try writer.seekToEnd()
        try directory.rename("logs/a.log", to: "logs/a.log.1")
        try writer.write(contentsOf: Data(halves[1]))
        try directory.write("logs/a.log", "")
        try daemon.hasRead(stages[0])
        try directory.append("logs/a.log", stages[1])
        try daemon.hasRead(stages[0] + stages[1])
        try writer.write(contentsOf: Data(stages[2]))
        try daemon.hasRead(stages[0] + stages[1] + stages[2])
        try directory.append("logs/a.log", stages[3])
        try daemon.givesTheAlerts(ofBytes: Array(stages.joined()))
    }

    /// 4. Three rotations that no look comes between; twice, for a rotated file may have the inode of one deleted
    /// before.
    @Test(arguments: [false, true]) func threeRotationsInQuickSuccession(stopped: Bool) throws {
        try daemon.directory.write("logs/a.log", "")
        try daemon.start()
        try daemon.says("following")
        for number in 0..<2 {
            try daemon.meanwhile(stopped: stopped) {
                try daemon.shell("rm -f a.log.*")
                for part in stages[number].parts(4) {
                    try daemon.directory.append("logs/a.log", part)
                    if part.endIndex == stages[number].count { break }
                    try daemon.shell(
                        """
                        for n in 2 1; do if test -e a.log.$n; then mv a.log.$n a.log.$((n + 1)); fi; done
                        mv a.log a.log.1; : > a.log
                        """)
                }
            }
            try daemon.hasRead(Array(stages[...number].joined()))
        }
        try daemon.givesTheAlerts(ofBytes: stages[0] + stages[1])
    }

    /// 5. The rest of the old file first, then the new one; its new name may be any.
    @Test(arguments: ["a.log.1", "a.log-20240301", "a-2024-03-01.log"], [SIGTERM, SIGKILL])
    func rotatedWhileStopped(_ name: String, _ signal: Int32) throws {
        let thirds = stages[0].parts(3)
        try daemon.directory.write("logs/a.log", thirds[0])
        try daemon.start()
        // Before it was ready it promised nothing.
        try eventually("the first checkpoint") { daemon.directory.exists("state/checkpoint") }
        _ = daemon.stop(signal)
        try daemon.directory.append("logs/a.log", thirds[1])
        try daemon.directory.rename("logs/a.log", to: "logs/" + name)
        try daemon.directory.write("logs/a.log", thirds[2])
        try daemon.start()
        try daemon.givesTheAlerts(ofBytes: stages[0])
    }

    /// 6. Of the gzip file there is first only a part: nothing of its header, less than a fingerprint, some lines.
    @Test(arguments: [1, 14, 20_000, nil], [false, true])
    func packedWhileStopped(_ written: Int?, wasEmpty: Bool) throws {
        var thirds = stages[0].parts(3)
        if wasEmpty { thirds = [[], thirds[0] + thirds[1], thirds[2]] }
        try daemon.directory.write("logs/a.log", thirds[0])
        try daemon.start()
        try daemon.says("following \(daemon.directory.file("logs/a.log"))")
        // The checkpoint after reading; whether it has come so far does not matter.
        #expect(daemon.stop() == 0)
        try daemon.directory.append("logs/a.log", thirds[1])
        try daemon.shell("gzip a.log; mv a.log.gz ../packed")
        let packed = try daemon.directory.read("packed")
        try daemon.directory.write("logs/a.log.1.gz", packed.prefix(written ?? packed.count))
        try daemon.directory.write("logs/a.log", thirds[2])
        try daemon.start()
        try eventually("a second start") { daemon.log.components(separatedBy: "judging with").count == 3 }
        if let written {
            try eventually("a look at it") { try daemon.bytesRead() > 100_000 }
            try daemon.directory.append("logs/a.log.1.gz", packed.dropFirst(written))
        }
        try daemon.givesTheAlerts(ofBytes: stages[0])
        #expect(!daemon.log.contains("warning"), "\(daemon.log)")
    }

    /// 6. Packed while it is followed: read once.
    @Test func packedWhileRunning() throws {
        try daemon.directory.write("logs/a.log", stages[0])
        try daemon.start()
        try daemon.says("following")
        try daemon.shell("mv a.log a.log.1; : > a.log; gzip a.log.1")
        for number in 1...2 {
            try daemon.directory.append("logs/a.log", stages[number])
            try daemon.hasRead(Array(stages[...number].joined()))
            try daemon.shell("mv a.log.1.gz a.log.2.gz; mv a.log a.log.1; : > a.log; gzip a.log.1")
        }
        try daemon.directory.append("logs/a.log", stages[3])
        try daemon.givesTheAlerts(ofBytes: Array(stages.joined()))
    }

    /// A log that appears and is rotated while nobody looks, whatever the clock says its files' times are.
    @Test func aNewLogThatWasRotatedWhileStopped() throws {
        let daemon = try Daemon(["*.log"])
        let halves = stages[0].parts(2)
        try daemon.start()
        try eventually("the first checkpoint") { daemon.directory.exists("state/checkpoint") }
        #expect(daemon.stop() == 0)
        try daemon.directory.write("logs/b.log.1", halves[0])
        try daemon.directory.write("logs/b.log", halves[1])
        try daemon.start()
        try daemon.hasRead(stages[0])
        // While it runs, times do not count.
        try daemon.directory.write("logs/c.log.1", stages[1].parts(2)[0])
        try daemon.shell("touch -d '2 hours ago' c.log.1")
        try daemon.directory.write("logs/c.log", stages[1].parts(2)[1])
        try daemon.givesTheAlerts(ofBytes: stages[0] + stages[1])
    }
}
