import Foundation
import TestSupport
import Testing

/// `blockwatch alerts --follow` on a file that grows and is rotated: each alert once, in their order.
struct AlertsFollowTests {
    let directory = try! TemporaryDirectory()
    let alerts = try! AlertsFile()
    var lines: [String] { alerts.lines }

    func follow(_ more: [String] = []) throws -> ChildProcess {
        let follower = try ChildProcess(
            blockwatch, ["alerts", directory.file("a"), "--follow", "--json"] + more, output: directory.file("out"),
            errors: directory.file("err"))
        return follower
    }

    /// Waits until just the first `count` lines have come.
    func comes(_ count: Int) throws {
        let expected = lines.prefix(count).joined()
        try eventually("alert \(count)") {
            let output = (try? directory.text("out")) ?? ""
            try #require(expected.hasPrefix(output), "\(output)")
            return output == expected
        }
    }

    func append(_ range: Range<Int>) throws { try directory.append("a", lines[range].joined()) }

    @Test func lineByLine() throws {
        try append(0..<1)
        let follower = try follow()
        try comes(1)
        let half = lines[1].index(lines[1].startIndex, offsetBy: 100)
        try directory.append("a", lines[1].prefix(upTo: half) + "")
        try append(0..<0)
        try directory.append("a", lines[1].suffix(from: half) + lines[2])
        try comes(3)
        follower.signal(SIGTERM)
        #expect(follower.wait() == 0)
    }

    @Test func renamedAndMadeAnew() throws {
        try append(0..<1)
        let follower = try follow()
        try comes(1)
        for round in 1...3 {
            // What the old file got last is read first, though the new one is there when it is looked at.
            follower.signal(SIGSTOP)
            try append(2 * round - 1..<2 * round)
            try directory.rename("a", to: "a.\(round)")
            try append(2 * round..<2 * round + 1)
            follower.signal(SIGCONT)
            try comes(2 * round + 1)
        }
        follower.signal(SIGINT)
        #expect(follower.wait() == 0)
    }

    @Test func copiedAndTruncated() throws {
        try append(0..<2)
        let follower = try follow()
        try comes(2)
        try directory.write("a.1", try directory.read("a"))
        let file = try #require(FileHandle(forWritingAtPath: directory.file("a")))
        try file.truncate(atOffset: 0)
        try append(2..<3)
        try comes(3)
        follower.signal(SIGTERM)
        #expect(follower.wait() == 0)
    }

    @Test func deletedAndReplaced() throws {
        try append(0..<2)
        let follower = try follow()
        try comes(2)
        try directory.remove("a")
        try append(2..<3)
        try comes(3)
        try directory.write("new", lines[3])
        #expect(try Run("/bin/mv", [directory.file("new"), directory.file("a")]).status == 0)
        try comes(4)
        follower.signal(SIGTERM)
        #expect(follower.wait() == 0)
    }

    @Test func strangersAreSaidAsTheyCome() throws {
        try append(0..<1)
        let follower = try follow()
        try comes(1)
        try directory.append("a", "torn\n" + lines[1])
        try comes(2)
        try eventually("the stranger's place") {
            try directory.text("err").contains("1 line is no alert (torn, or of another program or version), at byte")
        }
        follower.signal(SIGTERM)
        #expect(follower.wait() == 0)
    }

    /// A name that is a pattern is just a name.
    @Test func aNameWithWildcards() throws {
        let file = try directory.write("x[1]*", lines[0])
        try directory.write("x1", lines[1])
        let follower = try ChildProcess(
            blockwatch, ["alerts", file, "--follow", "--json"], output: directory.file("out"))
        try comes(1)
        try directory.append("x[1]*", lines[1])
        try comes(2)
        follower.signal(SIGTERM)
        #expect(follower.wait() == 0)
    }

    @Test func endsWhenItsReaderHasGone() throws {
        try append(0..<1)
        let command =
            "{ '\(blockwatch)' alerts '\(directory.file("a"))' --follow; echo $? >'\(directory.file("s"))'; } | head -n 1"
        let run = try Run("/bin/sh", ["-c", command])
        #expect(run.output.contains("blk_"))
        #expect(try directory.text("s") == "0\n")
    }
}
