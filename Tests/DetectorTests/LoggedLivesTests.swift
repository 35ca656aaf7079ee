import Detector
import Parsing
import Records
import TestSupport
import Testing

struct LoggedLivesTests {
    let directory = try! TemporaryDirectory()
    let parser = LineParser(matcher: TemplateMatcher(try! Template.published()))

    private func lives(_ paths: [String], _ configuration: Configuration = Configuration()) throws -> LoggedLives {
        try LoggedLives(paths, configuration, parser: parser)
    }

    @Test(arguments: [("demo", 300), ("log4j", 120), ("two-logs", 200)])
    func fixturesGiveTheSequencesThatTrainingSees(_ name: String, _ blocks: Int) throws {
        let logs = name == "two-logs" ? ["datanodes.log", "namenode.log"] : ["hdfs.log"]
        let paths = logs.map { Places.fixture(name + "/" + $0) }
        let logged = try lives(paths)
        #expect(logged.lives.count == blocks && logged.lives.allSatisfy { !$0.isPartial })
        let rows = try LoggedSequences.read(paths, Configuration(), parser: parser)
        #expect(
            Dictionary(uniqueKeysWithValues: logged.lives.map { ($0.block, $0.events) })
                == Dictionary(uniqueKeysWithValues: rows.map { ($0.block, $0.events) }))
        #expect(logged.files.map(\.path) == paths)
        #expect(logged.days.reduce(0) { $0 + $1.blocks } == blocks)
        #expect(logged.days.reduce(0) { $0 + $1.lines } == logged.files.reduce(0) { $0 + $1.lines })
        for file in logged.files {
            #expect(file.linesUnmatched == 0 && file.linesWithoutHeader == 0)
            #expect((name == "log4j" ? file.log4jLines : file.hdfsV1Lines) == file.lines)
        }
    }

    @Test func everyLineOfAFileIsTold() throws {
        let text = [
            "240301 080000 1 INFO dfs.DataNode: Receiving block blk_5 src: /1.2.3.4:5 dest: /1.2.3.5:5",
            "2024-03-01 08:00:01,500 INFO dfs.DataNode: \u{1B}[31mNews\u{7} of blk_5", "\tat java.lang.Thread.run",
            "240302 080000 1 INFO dfs.DataNode: nothing of blocks",
        ].joined(separator: "\r\n")
        let log = try directory.write("a.log", text)
        let empty = try directory.write("b.log", "")
        let logged = try lives([empty, log])
        let file = logged.files[0]
        #expect(file.path == log && file.lines == 4 && file.bytes == text.utf8.count)
        #expect(file.hdfsV1Lines == 2 && file.log4jLines == 1 && file.linesWithoutHeader == 1)
        #expect(file.linesWithBlock == 2 && file.linesUnmatched == 1)
        #expect(file.unmatched.count == 1 && file.unmatched[0].hasSuffix("\\u001b[31mNews\\u0007 of blk_5"))
        #expect(file.first?.rfc3339 == "2024-03-01T08:00:00Z" && file.last?.rfc3339 == "2024-03-02T08:00:00Z")
        #expect(logged.files[1].path == empty && logged.files[1].lines == 0 && logged.files[1].first == nil)
        #expect(logged.days.map(\.date) == ["2024-03-01", "2024-03-02"] && logged.days.map(\.lines) == [2, 1])
        #expect(logged.days.map(\.blocks) == [1, 0])
        #expect(logged.lives.map(\.events) == [[.e(5), .unknown]])
        #expect(logged.lives[0].moments.map(\.silence) == [0, 1500])
    }

    @Test func aLongSilenceEndsALifeAndAnOverlongOneIsCutShort() throws {
        func line(_ stamp: String) -> String {
            "\(stamp) 1 INFO dfs.FSNamesystem: BLOCK* NameSystem.allocateBlock: /a. blk_7\n"
        }
        let log = try directory.write(
            "a.log", line("240301 080000") + line("240303 075959") + line("240305 075959") + line("240305 080000"))
        var configuration = Configuration()
        configuration.blocks.maxEvents = 1
        let logged = try lives([log], configuration)
        #expect(logged.lives.map(\.lines) == [2, 2] && logged.lives.map(\.events.count) == [1, 1])
        #expect(logged.linesBeyondMaxEvents == 2)
    }

    @Test func aMissingFileIsNamed() {
        #expect(throws: FileError.self) { try lives([directory.file("none")]) }
    }
}
