import Foundation
import Records
import TestSupport
import Testing

/// Scenarios 1 to 3: the daemon dies, or is told to stop, at any moment.
@Suite(.serialized) struct CrashTests {
    /// Scenario 1.
    @Test func killedAtFiftyMomentsWhileLinesKeepComing() throws {
        let log = try SimulatedLog(blocks: 2000, seed: 1)
        let daemon = try Daemon(["*.log"])
        var random = SystemRandomNumberGenerator()
        var kills = 0
        try daemon.start()
        for (index, piece) in log.pieces(400).enumerated() {
            try daemon.directory.append("logs/a.log", piece)
            if index % 8 != 7 { continue }
            usleep(.random(in: 0..<40_000, using: &random))
            #expect(daemon.stop(SIGKILL) == -SIGKILL)
            kills += 1
            try daemon.start()
        }
        #expect(kills == 50)
        try daemon.givesTheAlerts(of: ["a.log"])
    }

    #if FAIL_POINTS
        /// What becomes of the alerts file while the daemon is down.
        enum Meanwhile: String, CaseIterable { case kept, renamed, deleted }

        /// Scenario 2: aborted at each step around an alert and a checkpoint, the first and the third time.
        @Test(arguments: FailPoint.allCases, Meanwhile.allCases)
        func abortedAt(_ point: FailPoint, alertsFile meanwhile: Meanwhile) throws {
            // Whether what stood in a file that is gone was ours, nobody can know where we died while writing it.
            if meanwhile == .deleted && [.alertHalfWritten, .alertWritten].contains(point) { return }
            let log = try SimulatedLog(blocks: 300, seed: 2)
            let daemon = try Daemon(["*.log"])
            var former: [String] = []
            var pieces = log.pieces(60)[...]
            for times in [1, 3] {
                try daemon.start(["BLOCKWATCH_FAIL_POINT": "\(point.rawValue):\(times)"])
                while !daemon.hasEnded {
                    try #require(!pieces.isEmpty, "\(point) never comes")
                    let piece = pieces.removeFirst()
                    let before = try daemon.checkpoint()
                    try daemon.directory.append("logs/a.log", piece)
                    try eventually("a checkpoint") { try daemon.hasEnded || daemon.checkpoint() ?? before != before }
                }
                #expect(daemon.wait() == -SIGABRT)
                guard daemon.directory.exists("alerts.jsonl") else { continue }
                switch meanwhile {
                case .kept: break
                case .renamed: try daemon.directory.rename("alerts.jsonl", to: "alerts.jsonl.\(times)")
                case .deleted:
                    former += try wholeLines(daemon.directory.read("alerts.jsonl"))
                    try daemon.directory.remove("alerts.jsonl")
                }
            }
            try daemon.start()
            for piece in pieces { try daemon.directory.append("logs/a.log", piece) }
            try daemon.directory.write("former", former.map { $0 + "\n" }.joined())
            let files = ["alerts.jsonl", "alerts.jsonl.1", "alerts.jsonl.3", "former"]
            try daemon.givesTheAlerts(of: ["a.log"], in: files.filter { daemon.directory.exists($0) || $0 == files[0] })
        }

        private func wholeLines(_ bytes: [UInt8]) -> [String] {
            bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
                .map { String(decoding: $0, as: UTF8.self) }
        }
    #endif

    /// Scenario 3.
    @Test func toldToStopWithAMillionLinesWaiting() throws {
        let log = try SimulatedLog(blocks: 80_000, abnormal: 0.01, seed: 3)
        #expect(log.bytes.count { $0 == UInt8(ascii: "\n") } > 1_000_000)
        let daemon = try Daemon(["*.log"])
        try daemon.directory.write("logs/a.log", log.bytes)
        for _ in 0..<5 {
            try daemon.start()
            try eventually("the start") { daemon.directory.exists("state/checkpoint") || daemon.hasEnded }
            #expect(daemon.stop() == 0)
        }
        #expect(try daemon.alerts().allSatisfy { ["quiet", "deleted"].contains($0["decided_by"] as? String) })
        try daemon.start()
        try daemon.givesTheAlerts(of: ["a.log"])
    }
}
