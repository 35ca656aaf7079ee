import Parsing
import Records
import Testing

@Suite struct LineParserTests {
    static let v1 = "081109 203518 143 INFO dfs.DataNode$DataXceiver: "

    @Test(
        arguments: [
            // message, event, blocks
            ("Receiving block blk_-16 src: /10.0.0.1:5 dest: /10.0.0.1:50010", "E5", [-16]),
            ("BLOCK* NameSystem.allocateBlock: /u/part-1. blk_7", "E22", [7]),
            ("Received block blk_1 of size 67108864 from /10.0.0.1", "E9", [1]),
            ("Received block blk_1 src: /10.0.0.1:1 dest: /10.0.0.2:50010 of size 5", "E6", [1]),
            ("PacketResponder 1 for block blk_3 terminating", "E11", [3]),
            ("PacketResponder 2 for block blk_3 Interrupted.", "E8", [3]),
            ("PacketResponder blk_3 2 Exception java.io.IOException: Broken pipe", "E10", [3]),
            ("10.0.0.1:50010:Got exception while serving blk_4 to /10.0.0.2:", "E4", [4]),
            ("10.0.0.1:50010 Served block blk_4 to /10.0.0.2", "E3", [4]),
            ("BLOCK* ask 10.0.0.1:50010 to delete  blk_1 blk_2 blk_-3", "E30", [1, 2, -3]),
            ("BLOCK* ask 10.0.0.1:50010 to replicate blk_1 to datanode(s) 10.0.0.2:50010", "E25", [1]),
            (
                "writeBlock blk_1 received exception java.io.IOException: Block blk_1 is valid, and cannot be written to.",
                "E7", [1]
            ),
            (
                "BLOCK* NameSystem.addStoredBlock: addStoredBlock request received for blk_1 on 10.0.0.1:50010 size 5 "
                    + "But it does not belong to any file.", "E28", [1]
            ),
            (
                "BLOCK* NameSystem.addStoredBlock: Redundant addStoredBlock request received for blk_1 on a size 5",
                "E27", [1]
            ),
            // a block in a path, with a generation stamp behind it
            ("Deleting block blk_9_1001 file /data/subdir12/blk_9", "E21", [9]),
            // the least number there is, and one too many
            ("Verification succeeded for blk_-9223372036854775808", "E2", [.min]),
            ("Verification succeeded for blk_9223372036854775808 blk_5", "E2", [5]),
            ("Verification succeeded for blk_9223372036854775807 blk_-9223372036854775809", "E2", [.max]),
            (
                "Verification succeeded for blk_12345678 blk_123456789012345678", "E2",
                [12_345_678, 123_456_789_012_345_678]
            ),
            (
                "Verification succeeded for blk_1234567890123456789 blk_12345678901234567890", "E2",
                [1_234_567_890_123_456_789]
            ),
            ("Verification succeeded for blk_0000000000000000000000000000007", "E2", [7]),
            ("Verification succeeded for blk_blk_7 blk_-blk_8 xblk_9", "E2", [7, 8, 9]),
            // imitations: the log statement's own words come first
            ("BLOCK* NameSystem.allocateBlock: /u/Received block of size 1 from here. blk_7", "E22", [7]),
            ("BLOCK* NameSystem.delete: blk_7 is added to invalidSet of Served block x to y", "E23", [7]),
            // near misses: every literal counts
            ("Receiving block blk_1 src: /10.0.0.1:5", "unknown", [1]),
            (
                "BLOCK* NameSystem.addStoredBlock: addStoredBlock request received for blk_1 on a size 5 "
                    + "But it does not belong to any file. Really.", "unknown", [1]
            ),
            ("receiving block blk_1 src: a dest: b", "unknown", [1]),
            // no block at all
            ("Verification succeeded for 5", "unknown", []),
            ("blk_", "unknown", []), ("blk_- blk_x", "unknown", []),
        ] as [(String, String, [Int64])])
    func readsMessages(message: String, event: String, blocks: [Int64]) throws {
        let parsed = try parse(Self.v1 + message)
        #expect(parsed.line.kind.name == event)
        #expect(parsed.blocks == blocks)
        #expect(parsed.line.civil?.rfc3339 == "2008-11-09T20:35:18Z")
    }

    /// A stamp that was read before is known again, and only that one.
    @Test func stampsAreReadOneByOne() throws {
        let stamps = [
            "081109 203518", "081109 203518", "081109 203519", "091109 203519", "091109 20351x", "091109 203519",
        ]
        var batch = LineBatch(
            input: InputID(rawValue: 0), file: FileID(rawValue: 0), path: "", bytes: [], lines: [])
        for stamp in stamps {
            let start = batch.bytes.count
            batch.bytes += Array("\(stamp) 1 INFO a: b".utf8)
            batch.lines.append(LogLine(start: start, end: batch.bytes.count, offset: 0, next: 0))
        }
        let parsed = LineParser(matcher: try publishedMatcher()).parse(batch).parsed
        #expect(
            parsed.map { $0.civil?.rfc3339 } == [
                "2008-11-09T20:35:18Z", "2008-11-09T20:35:18Z", "2008-11-09T20:35:19Z", "2009-11-09T20:35:19Z", nil,
                "2009-11-09T20:35:19Z",
            ])
    }

    @Test(arguments: [
        (
            "2015-10-18 18:01:47,978 INFO org.apache.hadoop.Foo: Verification succeeded for blk_1",
            "2015-10-18T18:01:47.978Z"
        ),
        (
            "2015-10-18 18:01:47,978 WARN  [a blk_2 [b] c] org.apache.Foo: Verification succeeded for blk_1",
            "2015-10-18T18:01:47.978Z"
        ),
        ("081109 203518 a thread blk_2 name INFO dfs.Foo: Verification succeeded for blk_1", "2008-11-09T20:35:18Z"),
        ("\u{FEFF}081109 203518 1 INFO dfs.Foo: Verification succeeded for blk_1", "2008-11-09T20:35:18Z"),
        (
            "\u{1B}[32m081109 203518 1 INFO dfs.Foo:\u{1B}[0m Verification \u{1B}[1msucceeded for blk_1\u{1B}[0m",
            "2008-11-09T20:35:18Z"
        ),
        ("\0\0081109 203518 1 INFO dfs.Foo: Verification\0 succeeded for blk_1", "2008-11-09T20:35:18Z"),
    ])
    func readsLayouts(text: String, stamp: String) throws {
        let parsed = try parse(text)
        #expect(parsed.line.civil?.rfc3339 == stamp)
        #expect(parsed.line.kind == .e(2))
        #expect(parsed.blocks == [1])
    }

    @Test(arguments: [
        "", " ", "\tat java.lang.Thread.run(blk_1)", "java.io.IOException: Broken pipe blk_1",
        "081109 203518", "081109 203518 143 INFO", "081309 203518 1 INFO a: blk_1", "081109 243518 1 INFO a: blk_1",
        "08110x 203518 1 INFO a: blk_1", "2015-10-18 18:01 INFO a: blk_1", "2015-10-18 18:01:47,9 INFO a: blk_1",
        "081109 203518 143 NOTICE dfs.Foo: Verification succeeded for blk_1",
    ])
    func headerlessLinesBelongToTheRecordBefore(text: String) throws {
        let parsed = try parse(text)
        #expect(parsed.line.civil == nil)
        #expect(parsed.blocks.isEmpty)
    }

    /// Lines made to cost their length squared; each takes milliseconds, a thousand of them would take hours.
    @Test func hostileLinesCostWhatTheirLengthDoes() throws {
        for text in [
            String(repeating: "BLOCK* ask ", count: 90_000), String(repeating: "Received block", count: 70_000),
        ] {
            #expect(try parse(Self.v1 + text + " blk_1").line.kind == .unknown)
        }
        // Of many templates, too, those behind the 64th.
        let many = TemplateMatcher(try (0..<1000).map { try Template(kind: .e(1), text: "<*>ab<*>missing \($0)<*>") })
        let line = Array(String(repeating: "ab", count: 30_000).utf8)
        #expect(many.match(line.span, from: 0, to: line.count) == nil)
    }

    @Test func hostileLinesNameManyBlocks() throws {
        let many = (0..<100_000).map { "blk_\($0)" }.joined(separator: " ")
        #expect(try parse(Self.v1 + many + " " + many).blocks == Array(0..<100_000))
    }

    /// As a Swift Character, the wildcard's last byte and the accent behind it are one.
    @Test func anAccentBehindAWildcardLeavesItOne() throws {
        let matcher = TemplateMatcher([try Template(kind: .e(1), text: "a<*>\u{301}<*>")])
        let line = Array("abc\u{301}d".utf8)
        #expect(matcher.match(line.span, from: 0, to: line.count) == .e(1))
    }

    @Test func invalidUTF8IsNoObstacle() throws {
        let parsed = try parse(Array((Self.v1 + "Served block blk_5 to ").utf8) + [0xFF, 0xC3])
        #expect(parsed.line.kind == .e(3))
        #expect(parsed.blocks == [5])
    }

    @Test func templatesForPeopleAreTheCompiledOnes() throws {
        #expect(try publishedMatcher().templates.map(\.text) == PublishedTemplates.texts)
        #expect(PublishedTemplates.texts.count == 30)
    }
}
