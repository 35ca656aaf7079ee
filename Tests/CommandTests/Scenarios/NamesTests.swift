import Foundation
import TestSupport
import Testing

/// Scenarios 16 to 18: names that lead to the same file, or to another one than before.
@Suite(.serialized) struct NamesTests {
    let stages: [[UInt8]]

    init() throws {
        stages = try (0..<4).map(stage)
    }

    /// 16. Two globs, a symbolic and a hard link: read once.
    @Test func aFileWithManyNames() throws {
        let daemon = try Daemon(["*.log", "a.*", "a.log"])
        try daemon.directory.write("logs/a.log", stages[0])
        try daemon.shell("ln -s a.log b.log; ln a.log c.log")
        try daemon.start()
        try daemon.hasRead(stages[0])
        try daemon.shell("ln -s c.log d.log; ln a.log e.log")
        try daemon.directory.append("logs/c.log", stages[1])
        try daemon.givesTheAlerts(ofBytes: stages[0] + stages[1])
    }

    /// 16. A link that always leads to the newest of the logs, which the glob names as well.
    @Test(arguments: [false, true]) func aLinkToTheNewest(stopped: Bool) throws {
        let daemon = try Daemon(["*.log"])
        for (number, stage) in stages.enumerated() {
            try daemon.directory.write("logs/day-\(number).log", stage.parts(2)[0])
            try daemon.shell("ln -sfn day-\(number).log current.log")
            if number == 0 { try daemon.start() }
            try daemon.directory.append("logs/day-\(number).log", stage.parts(2)[1])
            try daemon.hasRead(Array(stages[...number].joined()))
            try daemon.meanwhile(stopped: stopped) {}
        }
        try daemon.givesTheAlerts(ofBytes: Array(stages.joined()))
    }

    /// 16. A log that is renamed to a name that the glob matches, and on to the next.
    @Test func renamedWithinTheGlob() throws {
        let daemon = try Daemon(["*.log"])
        try daemon.start()
        for number in stages.indices {
            try daemon.directory.append("logs/a.log", stages[number])
            try daemon.hasRead(Array(stages[...number].joined()))
            try daemon.shell(
                """
                for n in 3 2 1; do if test -e a.$n.log; then mv a.$n.log a.$((n + 1)).log; fi; done
                mv a.log a.1.log; : > a.log
                """)
        }
        try daemon.givesTheAlerts(ofBytes: Array(stages.joined()))
    }

    /// 16. The policy: each line counts, however often it stands there.
    @Test func repeatedLines() throws {
        let daemon = try Daemon(["a.log"])
        let twice: [UInt8] = stages[0].split(separator: 10).flatMap { line in Array(line) + [10] + Array(line) + [10] }
        try daemon.start()
        for part in twice.parts(7) { try daemon.directory.append("logs/a.log", part) }
        try daemon.givesTheAlerts(of: ["a.log"])
    }

    /// 17. A symbolic link moved on, dangling for a while, and moved back.
    @Test(arguments: [false, true]) func aLinkThatIsMoved(stopped: Bool) throws {
        let daemon = try Daemon(["a.log"])
        for number in 0..<3 { try daemon.directory.write("logs/file\(number)", stages[number]) }
        try daemon.shell("ln -s file0 a.log")
        try daemon.start()
        try daemon.hasRead(stages[0])
        try daemon.meanwhile(stopped: stopped) { try daemon.shell("ln -sfn file1 a.log") }
        try daemon.hasRead(stages[0] + stages[1])
        try daemon.meanwhile(stopped: stopped) {
            try daemon.shell("ln -sfn missing a.log; sleep 2; ln -sfn file2 a.log")
        }
        try daemon.hasRead(stages[0] + stages[1] + stages[2])
        try daemon.meanwhile(stopped: stopped) {
            try daemon.directory.append("logs/file0", stages[3])
            try daemon.shell("ln -sfn file0 a.log")
        }
        try daemon.givesTheAlerts(ofBytes: Array(stages.joined()))
    }

    /// 18. Made after the start, moved away and back, deleted and made anew.
    @Test(arguments: ["sub/a.log", "sub/*.log"]) func aDirectoryThatComesAndGoes(_ glob: String) throws {
        let daemon = try Daemon([glob])
        try daemon.start()
        try eventually("the first checkpoint") { daemon.directory.exists("state/checkpoint") }
        try daemon.shell("mkdir sub")
        try daemon.directory.write("logs/sub/a.log", stages[0])
        try daemon.hasRead(stages[0])
        try daemon.shell("mv sub away")
        try daemon.directory.append("logs/away/a.log", stages[1])
        try daemon.hasRead(stages[0] + stages[1])
        try daemon.shell("sleep 2; mv away sub")
        try daemon.directory.append("logs/sub/a.log", stages[2])
        try daemon.hasRead(stages[0] + stages[1] + stages[2])
        try daemon.shell("rm -r sub; mkdir sub")
        try daemon.directory.write("logs/sub/a.log", stages[3])
        try daemon.givesTheAlerts(ofBytes: Array(stages.joined()))
    }
}
