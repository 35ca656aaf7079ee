import Foundation
import TestSupport
import Testing

/// The real daemon on real files, against a replay of the same bytes.
@Suite(.serialized) struct LiveTests {
    @Test func aLogWrittenLiveGivesAReplaysAlerts() throws {
        let daemon = try Daemon(["*.log"])
        try daemon.start()
        for piece in try pieces("demo/hdfs.log", of: 9973) { try daemon.directory.append("logs/a.log", piece) }
        let expected = try daemon.oracle(["a.log"])
        #expect(expected.count > 10)
        try eventually("the last alert") { try daemon.alerts().count >= expected.count }
        #expect(daemon.stop() == 0)
        #expect(try daemon.alerts().map(id) == expected)
    }

    @Test func twoLogsAtDifferentSpeeds() throws {
        let daemon = try Daemon(["nn.log", "dn.log"], more: "blocks: {idle_after: 1h}")
        try daemon.directory.write("logs/nn.log", "")
        try daemon.directory.write("logs/dn.log", "")
        try daemon.start()
        var (slow, fast) = (
            try pieces("two-logs/namenode.log", of: 1009), try pieces("two-logs/datanodes.log", of: 30_011)
        )
        while !slow.isEmpty || !fast.isEmpty {
            if !slow.isEmpty { try daemon.directory.append("logs/nn.log", slow.removeFirst()) }
            if !fast.isEmpty { try daemon.directory.append("logs/dn.log", fast.removeFirst()) }
        }
        let expected = try daemon.oracle(["nn.log", "dn.log"])
        #expect(expected.count > 5)
        try eventually("the last alert") { try daemon.alerts().count >= expected.count }
        #expect(daemon.stop() == 0)
        #expect(try daemon.alerts().map(id) == expected)
    }

    @Test(arguments: [SIGKILL, SIGTERM])
    func stoppedAgainAndAgainNothingIsLostOrTwice(_ signal: Int32) throws {
        let daemon = try Daemon(["*.log"])
        try daemon.start()
        for (index, piece) in try pieces("demo/hdfs.log", of: 60_013).enumerated() {
            try daemon.directory.append("logs/a.log", piece)
            if index == 0 {
                // A log that no checkpoint knows has no rotated files of its own.
                try eventually("a checkpoint that knows the log") {
                    (try? daemon.directory.text("state/checkpoint").contains("/a.log")) == true
                }
            }
            usleep(UInt32(index * 7919 % 90) * 1000)
            let status = daemon.stop(signal)
            #expect(signal == SIGKILL || status == 0)
            if index == 5 { try daemon.directory.rename("logs/a.log", to: "logs/a.log.1") }
            try daemon.start()
        }
        let rotated = try daemon.directory.read("logs/a.log.1")
        // A line that the rotation cut is two.
        let end: [UInt8] = rotated.last == UInt8(ascii: "\n") ? [] : [UInt8(ascii: "\n")]
        try daemon.directory.write("logs/whole", rotated + end + daemon.directory.read("logs/a.log"))
        let expected = try daemon.oracle(["whole"])
        try eventually("the last alert") { try daemon.alerts().count >= expected.count }
        #expect(daemon.stop() == 0)
        #expect(try daemon.alerts().map(id).sorted() == expected.sorted())
    }

    /// As a package starts it, before anybody has named a log: that is not yet the first start, to which input.start belongs.
    @Test func followingBeginsWithTheFirstLog() throws {
        let daemon = try Daemon(["a.log"])
        let configuration = try daemon.directory.text("c.yaml").replacing("start: beginning", with: "start: end")
        let idle = configuration.replacing(/files: \[.*?\]/, with: "files: []")
        try daemon.directory.write("c.yaml", idle)
        try daemon.start()
        try daemon.says("idle: input.files is empty")
        #expect(daemon.stop() == 0)
        let old = try pieces("demo/hdfs.log", of: 1 << 20).joined()
        try daemon.directory.write("logs/a.log", old)
        try daemon.directory.write("c.yaml", configuration)
        try daemon.start()
        try daemon.says("following \(daemon.directory.file("logs/a.log")) from byte \(old.count)")
        #expect(daemon.stop() == 0)
        // What appears later is read whole.
        try daemon.directory.write("c.yaml", configuration.replacing("a.log\"", with: "*.log\""))
        try daemon.directory.write("logs/b.log", old)
        try daemon.start()
        try daemon.says("following \(daemon.directory.file("logs/b.log")) from byte 0")
        #expect(daemon.stop() == 0)
    }

    @Test func thatTheModelDoesNotFitIsSaidOnce() throws {
        let daemon = try Daemon(["a.log"])
        try daemon.start()
        for piece in try pieces("two-logs/namenode.log", of: 1 << 20) {
            try daemon.directory.append("logs/a.log", piece)
        }
        try eventually("the word") { daemon.log.contains("the model does not fit these logs") }
        for _ in 0..<2 {
            #expect(daemon.stop() == 0)
            try daemon.start()
            try eventually("the start") { daemon.log.components(separatedBy: "judging with").count > 2 }
        }
        #expect(daemon.stop() == 0)
        #expect(daemon.log.components(separatedBy: "error: no alert is raised").count == 2)
        #expect(daemon.log.contains("abnormal verdicts while the model did not fit"))
    }
}
