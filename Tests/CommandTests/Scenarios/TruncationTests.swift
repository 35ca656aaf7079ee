import Foundation
import TestSupport
import Testing

/// Scenarios 7 to 9: logs that are truncated, or deleted and made anew.
@Suite(.serialized) struct TruncationTests {
    let daemon: Daemon
    let stages: [[UInt8]]

    init() throws {
        daemon = try Daemon(["a.log"])
        stages = try (0..<3).map(stage)
    }

    /// 7. With a writer that appends: what was not read stands in the copy.
    @Test(arguments: [false, true]) func copiedAndTruncated(stopped: Bool) throws {
        try daemon.directory.write("logs/a.log", stages[0].parts(2)[0])
        try daemon.start()
        try daemon.says("following")
        try daemon.meanwhile(stopped: stopped) {
            try daemon.directory.append("logs/a.log", stages[0].parts(2)[1])
            try daemon.shell("cp a.log a.log.1; : > a.log")
            try daemon.directory.append("logs/a.log", stages[1])
        }
        try daemon.hasRead(stages[0] + stages[1])
        try daemon.meanwhile(stopped: stopped) {
            try daemon.shell("mv a.log.1 a.log.2; cp a.log a.log.1; : > a.log")
            try daemon.directory.append("logs/a.log", stages[2])
        }
        try daemon.givesTheAlerts(ofBytes: Array(stages.joined()))
    }

    /// 7. With one that writes on where it stood: a hole of NULs, passed over, counted and said.
    @Test(arguments: [false, true]) func copiedAndTruncatedUnderAWriterThatDoesNotAppend(stopped: Bool) throws {
        let directory = daemon.directory
        try directory.write("logs/a.log", "")
        let writer = try #require(FileHandle(forWritingAtPath: directory.file("logs/a.log")))
        try writer.write(contentsOf: Data(stages[0]))
        try daemon.start()
        try daemon.hasRead(stages[0])
        try daemon.meanwhile(stopped: stopped) {
            try daemon.shell("cp a.log a.log.1; : > a.log")
            try writer.write(contentsOf: Data(stages[1]))
        }
        #expect(try directory.read("logs/a.log").prefix(stages[0].count).allSatisfy { $0 == 0 })
        try daemon.givesTheAlerts(ofBytes: stages[0] + stages[1])
        #expect(daemon.log.contains("the NULs at bytes 0 to \(stages[0].count) are passed over"))
        #expect(daemon.log.contains("\(stages[0].count) NULs at the beginning of lines"))
    }

    /// 8. Beyond the old offset at once: from 0, and nothing from the middle of a line.
    @Test(arguments: [false, true]) func truncatedAndGrownBeyondTheOldOffset(stopped: Bool) throws {
        try daemon.directory.write("logs/a.log", stages[0])
        try daemon.start()
        try daemon.hasRead(stages[0])
        try daemon.directory.write("new", stages[1] + stages[2])
        try daemon.meanwhile(stopped: stopped) { try daemon.shell("cat ../new > a.log") }
        try daemon.givesTheAlerts(ofBytes: Array(stages.joined()))
        // Nobody can know whether there was something between; from which byte on is said.
        let words = stopped ? "not read yet, from byte \(stages[0].count) on" : "behind byte \(stages[0].count) and was"
        #expect(daemon.log.contains(words), "\(daemon.log)")
        #expect(daemon.log.contains("1 rests of logs that had gone"))
    }

    /// 9. Another file with the same inode number is another file.
    @Test(arguments: [false, true]) func deletedAndMadeAnew(stopped: Bool) throws {
        try daemon.directory.write("logs/a.log", stages[0])
        try daemon.start()
        try daemon.hasRead(stages[0])
        try daemon.directory.write("new", stages[1] + stages[2])
        // While it runs it holds the file, so that its inode is not free.
        let makeAnew = """
            inode=$(stat -c %i a.log); rm a.log; n=0
            while cat ../new > a.log.new && test $(stat -c %i a.log.new) != $inode; do
                n=$((n + 1)); test $n -lt 100 || { echo other > ../inode; break; }
                mv a.log.new ../other.$n
            done
            mv a.log.new a.log; rm -f ../other.*
            """
        try daemon.meanwhile(stopped: stopped) {
            try daemon.shell(stopped ? makeAnew : "rm a.log; cat ../new > a.log")
        }
        try daemon.givesTheAlerts(ofBytes: Array(stages.joined()))
        if daemon.directory.exists("inode") {
            FileHandle.standardError.write(Data("SKIPPING in part: this file system gives no inode twice\n".utf8))
        }
    }
}
