import Foundation
import Records
import Tailing
import TestSupport
import Testing

/// A follower that reads whatever there is.
final class Follow {
    let directory: TemporaryDirectory
    private var follower: LogFollower
    private(set) var lines: [String] = []
    private(set) var notices: [FileNotice] = []

    /// Whether the lines have their consequences at once.
    var passes: Bool

    init(
        _ directory: TemporaryDirectory, _ globs: [String] = ["*.log"], startAtEnd: Bool = false,
        start: FollowStart = .first, resuming points: [ResumePoint] = [], maxOpenFiles: Int = 512, passes: Bool = true
    ) {
        self.directory = directory
        self.passes = passes
        follower = LogFollower(
            FollowOptions(
                globs: globs.map(directory.file), exclude: ["*audit*"], startAtEnd: startAtEnd, maxLineBytes: 1000,
                maxOpenFiles: maxOpenFiles),
            start, resuming: points)
        read()
    }

    /// Looks, and reads what there is.
    func read() {
        _ = follower.refresh()
        for input in follower.inputs {
            while follower.hasUnread(input) {
                guard let batch = follower.read(input) else { continue }
                lines += batch.texts
                if passes, !batch.lines.isEmpty { follower.passed(batch, batch.lines.count - 1) }
            }
        }
        notices += follower.takeNotices()
    }

    var count: Int { follower.inputs.count }
    var counters: TailCounters { follower.counters }

    /// Stopped and started again, by way of a checkpoint's bytes.
    func restarted() throws -> Follow {
        var points: [ResumePoint] = []
        for point in follower.resumePoints() {
            var writer = StateWriter()
            point.encode(into: &writer)
            var reader = StateReader(writer.bytes)
            points.append(try ResumePoint(from: &reader))
        }
        return Follow(directory, start: .resumed(directory.file("checkpoint")), resuming: points)
    }
}

struct LogFollowerTests {
    let directory = try! TemporaryDirectory()

    func text(_ range: ClosedRange<Int>) -> String { range.map { "line \($0)\n" }.joined() }
    func expected(_ range: ClosedRange<Int>) -> [String] { range.map { "line \($0)" } }
    func gzip(_ name: String) throws { #expect(try Run("/usr/bin/gzip", [directory.file(name)]).status == 0) }

    @Test func aLineCountsWhenItIsWhole() throws {
        try directory.write("a.log", "line 1\nli")
        let follow = Follow(directory)
        #expect(follow.lines == expected(1...1))
        try directory.append("a.log", "ne 2")
        follow.read()
        #expect(follow.lines == expected(1...1))
        try directory.append("a.log", "\nline 3\n")
        follow.read()
        #expect(follow.lines == expected(1...3))
    }

    @Test func atTheFirstStartAtTheEndLaterFilesFromTheBeginning() throws {
        try directory.write("a.log", text(1...3))
        let follow = Follow(directory, startAtEnd: true)
        try directory.append("a.log", "line 4\n")
        try directory.write("b.log", "line 5\n")
        try directory.write("audit.log", "no\n")
        follow.read()
        #expect(follow.lines == expected(4...5))
    }

    @Test func renamedWhileTheWriterHoldsIt() throws {
        try directory.write("a.log", text(1...2))
        let follow = Follow(directory)
        try directory.rename("a.log", to: "a.log.1")
        try directory.append("a.log.1", "line 3\n")
        follow.read()
        // An empty file at the path: the writer may still write to the old one.
        try directory.write("a.log", "")
        follow.read()
        try directory.append("a.log.1", "line 4\n")
        follow.read()
        try directory.append("a.log.1", "line 5")
        try directory.append("a.log", "line 6\n")
        follow.read()
        follow.read()
        #expect(follow.lines == expected(1...6))
        #expect(follow.count == 1)
    }

    @Test func rotatedThreeTimesBetweenTwoLooks() throws {
        try directory.write("a.log", text(1...2))
        let follow = Follow(directory)
        try directory.append("a.log", "line 3\n")
        for number in 4...6 {
            if directory.exists("a.log.2") { try directory.rename("a.log.2", to: "a.log.3") }
            if directory.exists("a.log.1") { try directory.rename("a.log.1", to: "a.log.2") }
            try directory.rename("a.log", to: "a.log.1")
            try directory.write("a.log", "line \(number)\n")
        }
        // At once: each file of the chain does not wait for a look of its own.
        follow.read()
        #expect(follow.lines == expected(1...6))
    }

    /// A log is waited for after a restart even where its file, and the next one, have gone; and what was read is known.
    @Test func goneWithoutASuccessorAcrossRestarts() throws {
        try directory.write("a.log", text(1...2))
        let follow = Follow(directory)
        try directory.rename("a.log", to: "a.log.1")
        try directory.write("a.log", text(3...4))
        follow.read()
        follow.read()
        #expect(follow.lines == expected(1...4))
        try directory.remove("a.log")
        let lost = try follow.restarted()
        lost.read()
        #expect(lost.notices.contains { "\($0)".contains("has gone") })
        let again = try lost.restarted()
        #expect(again.count == 1)
        try directory.write("a.log", text(5...6))
        again.read()
        #expect(lost.lines + again.lines == expected(5...6))
    }

    /// As a randomized test found it: the copy got the inode of a file that had been read and deleted.
    /// And that file was packed before: it has been read all the same.
    @Test(arguments: [false, true]) func aCopyWithTheInodeOfAKnownFile(isPacked: Bool) throws {
        try directory.write("a.log", text(1...2))
        let follow = Follow(directory)
        try directory.rename("a.log", to: "a.log.1")
        try directory.write("a.log", text(3...4))
        follow.read()
        if isPacked {
            let pack = "/usr/bin/gzip -c a.log.1 > a.log.2.gz"
            #expect(try Run("/bin/sh", ["-c", pack], directory: directory.path).status == 0)
        }
        // The known file's inode, with other content.
        try directory.append("a.log", text(5...6))
        let handle = try FileHandle(forWritingTo: URL(filePath: directory.file("a.log.1")))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(text(3...6).utf8))
        try handle.close()
        let log = try FileHandle(forWritingTo: URL(filePath: directory.file("a.log")))
        try log.truncate(atOffset: 0)
        try log.write(contentsOf: Data(text(7...7).utf8))
        try log.close()
        follow.read()
        follow.read()
        #expect(follow.lines == expected(1...7))
    }

    /// The log ends in half a line while its former file grows: the half is no line.
    @Test func halfALineWhileTheFormerFileGrows() throws {
        try directory.write("a.log", text(1...2))
        let follow = Follow(directory)
        try directory.rename("a.log", to: "a.log.1")
        try directory.write("a.log", "line 4\nli")
        for _ in 0..<3 { follow.read() }
        try directory.append("a.log.1", text(3...3))
        for _ in 0..<3 { follow.read() }
        try directory.append("a.log", "ne 5\n")
        for _ in 0..<3 { follow.read() }
        #expect(follow.lines.sorted() == expected(1...5))
    }

    /// As a soak found it: a rotated log ends in half a line, for its writer still holds it, while an older file that
    /// has not been read turns up.
    @Test func halfALineWhileAnOlderFileTurnsUp() throws {
        try directory.write("a.log.2", "")
        try directory.write("a.log", "line 2\nli")
        let follow = Follow(directory)
        try directory.rename("a.log", to: "a.log.1")
        try directory.write("a.log", "")
        try directory.write("a.log.2", text(1...1))
        #expect(
            try Run("/bin/touch", ["-r", "a.log.1", "-d", "1 hour ago", "a.log.2"], directory: directory.path).status
                == 0)
        for _ in 0..<3 { follow.read() }
        try directory.append("a.log.1", "ne 3\n")
        for _ in 0..<3 { follow.read() }
        try directory.append("a.log", text(4...4))
        for _ in 0..<3 { follow.read() }
        #expect(follow.lines.sorted() == expected(1...4))
    }

    /// As a soak found it: nothing had been read of a log when it was copied, so that the copy was read; then the log was
    /// opened before it was truncated.
    @Test func copiedUnreadAndTruncatedLate() throws {
        try directory.write("a.log", text(1...1))
        let follow = Follow(directory)
        try directory.rename("a.log", to: "a.log.2")
        try directory.write("a.log", text(2...3))
        try directory.write("a.log.1", text(2...3))
        for _ in 0..<3 { follow.read() }
        try directory.write("a.log", "")
        for _ in 0..<3 { follow.read() }
        try directory.append("a.log", text(4...4))
        for _ in 0..<3 { follow.read() }
        #expect(follow.lines == expected(1...4))
    }

    /// As a soak found it: the copy was looked at before there was anything in it.
    @Test func aCopyThatIsEmptyAtFirst() throws {
        try directory.write("a.log", text(1...2))
        let follow = Follow(directory)
        try directory.write("a.log.1", "")
        for _ in 0..<3 { follow.read() }
        try directory.append("a.log.1", text(1...2))
        for _ in 0..<3 { follow.read() }
        try directory.write("a.log", "")
        for _ in 0..<3 { follow.read() }
        try directory.append("a.log", text(3...3))
        for _ in 0..<3 { follow.read() }
        #expect(follow.lines == expected(1...3))
    }

    /// As a soak found it: a new log got the inode of a packed file that had been empty, and counted as read.
    @Test func theInodeOfAPackedEmptyFile() throws {
        try directory.write("a.log", "")
        let follow = Follow(directory)
        try directory.rename("a.log", to: "a.log.1")
        try gzip("a.log.1")
        try directory.write("a.log", text(1...2))
        for _ in 0..<3 { follow.read() }
        // The inode goes over by name.
        try directory.rename("a.log", to: "a.log.2")
        try directory.rename("a.log.1.gz", to: "a.log")
        let fill = "printf 'line 3\\nline 4\\n' > a.log"
        #expect(try Run("/bin/sh", ["-c", fill], directory: directory.path).status == 0)
        for _ in 0..<3 { follow.read() }
        #expect(follow.lines == expected(1...4))
    }

    /// A new log got the inode of a packed file that had been less than a line, and begins alike.
    @Test func theInodeOfAPackedBeginningOfALine() throws {
        try directory.write("a.log", "line")
        let follow = Follow(directory)
        try directory.rename("a.log", to: "a.log.1")
        try directory.write("a.log", text(1...2))
        for _ in 0..<3 { follow.read() }
        try gzip("a.log.1")
        try directory.rename("a.log", to: "a.log.2")
        try directory.rename("a.log.1.gz", to: "a.log")
        let fill = "printf 'line 3\\nline 4\\n' > a.log"
        #expect(try Run("/bin/sh", ["-c", fill], directory: directory.path).status == 0)
        for _ in 0..<3 { follow.read() }
        #expect(follow.lines == ["line"] + expected(1...4))
    }

    /// Nothing had been read of it: copied, truncated and rotated since, the copy comes first.
    @Test func copiedTruncatedAndRotatedBeforeAByteWasRead() throws {
        try directory.write("a.log", "")
        let follow = Follow(directory)
        try directory.append("a.log", text(1...2))
        try directory.write("a.log.1", directory.read("a.log"))
        let log = try FileHandle(forWritingTo: URL(filePath: directory.file("a.log")))
        try log.truncate(atOffset: 0)
        try log.write(contentsOf: Data(text(3...4).utf8))
        try log.close()
        try directory.rename("a.log.1", to: "a.log.2")
        try directory.rename("a.log", to: "a.log.1")
        try directory.write("a.log", text(5...6))
        let again = try follow.restarted()
        for _ in 0..<3 { again.read() }
        #expect(again.lines == expected(1...6))
    }

    /// An empty log's inode is another log's after a restart.
    @Test(arguments: [false, true]) func theInodeOfAnEmptyLogIsAnothers(rotated: Bool) throws {
        try directory.write("a.log", "")
        try directory.write("b.log", text(1...2))
        let follow = Follow(directory)
        try directory.append("a.log", text(11...12))
        try directory.rename("b.log", to: "b.log.1")
        // The inode goes over by name.
        try directory.write("a.log.1", directory.read("a.log"))
        try directory.rename("a.log", to: "b.log")
        try directory.write("b.log.new", text(3...4))
        #expect(
            try Run("/bin/sh", ["-c", "cat b.log.new > b.log; rm b.log.new"], directory: directory.path).status == 0)
        try directory.write("a.log", text(13...14))
        if rotated {
            try directory.rename("b.log", to: "b.log.0")
            try directory.write("b.log", "")
        }
        let again = try follow.restarted()
        for _ in 0..<3 { again.read() }
        #expect(again.lines.sorted() == (expected(3...4) + expected(11...14)).sorted())
    }

    /// A small file that was left while its writer held it, and packed when it had grown.
    @Test func grownAndPackedBeforeALook() throws {
        try directory.write("a.log", text(1...20))
        let follow = Follow(directory)
        try directory.rename("a.log", to: "a.log.1")
        try directory.write("a.log", text(31...40))
        follow.read()
        try directory.append("a.log.1", text(21...30))
        try gzip("a.log.1")
        for _ in 0..<3 { follow.read() }
        #expect(follow.lines.sorted() == expected(1...40).sorted())
    }

    /// A writer that does not append leaves files that all begin with NULs: they are no copies of each other.
    @Test func filesThatBeginWithHoles() throws {
        func hole(_ line: Int) -> [UInt8] { [UInt8](repeating: 0, count: 2000) + Array("line \(line)\n".utf8) }
        try directory.write("a.log", hole(1))
        let follow = Follow(directory)
        try directory.rename("a.log", to: "a.log.2")
        try directory.write("a.log.1", hole(2))
        try directory.write("a.log", hole(3))
        for _ in 0..<3 { follow.read() }
        #expect(follow.lines == expected(1...3))
    }

    /// Lines were held back while their file was copied and truncated; nobody had looked when the daemon stopped.
    @Test func truncatedWhileLinesAreHeldBack() throws {
        try directory.write("a.log", text(1...100))
        let follow = Follow(directory)
        try directory.append("a.log", text(101...200))
        follow.passes = false
        follow.read()
        try directory.write("a.log.1", directory.read("a.log"))
        let log = try FileHandle(forWritingTo: URL(filePath: directory.file("a.log")))
        try log.truncate(atOffset: 0)
        try log.write(contentsOf: Data(text(201...400).utf8))
        try log.close()
        let again = try follow.restarted()
        for _ in 0..<3 { again.read() }
        #expect(again.lines == expected(101...400))
    }

    /// As a randomized test found it: what was truncated came last, for its lines of before were still on their way.
    @Test(arguments: [true, false]) func truncatedAndRotatedBetweenTwoLooks(isCopied: Bool) throws {
        try directory.write("a.log", text(1...100))
        let follow = Follow(directory, passes: false)
        if isCopied { try directory.write("a.log.4", directory.read("a.log") + Array("line 101\n".utf8)) }
        let log = try FileHandle(forWritingTo: URL(filePath: directory.file("a.log")))
        try log.truncate(atOffset: 0)
        try log.write(contentsOf: Data(text(102...110).utf8))
        try log.close()
        try directory.rename("a.log", to: "a.log.3")
        try directory.write("a.log.2", text(111...112))
        try directory.write("a.log", text(113...114))
        for _ in 0..<3 { follow.read() }
        #expect(follow.lines == expected(1...100) + expected((isCopied ? 101 : 102)...114))
    }

    /// As a randomized test found it: the copy was taken for one of what had been read.
    @Test func copiedAndTruncatedAndRenamedBetweenTwoLooks() throws {
        try directory.write("a.log", text(1...400))
        let follow = Follow(directory)
        try directory.append("a.log", text(401...500))
        try directory.write("a.log.1", directory.read("a.log"))
        let log = try FileHandle(forWritingTo: URL(filePath: directory.file("a.log")))
        try log.truncate(atOffset: 0)
        try log.write(contentsOf: Data(text(501...510).utf8))
        try log.close()
        try directory.rename("a.log.1", to: "a.log.2")
        try directory.rename("a.log", to: "a.log.1")
        try directory.write("a.log", text(511...512))
        for _ in 0..<3 { follow.read() }
        #expect(follow.lines == expected(1...512))
    }

    /// As a randomized test found it: nothing of the file was safe yet, so its beginning told nothing.
    @Test func copiedAndTruncatedBeforeItsFirstLineWasSafe() throws {
        try directory.write("a.log", "")
        let follow = Follow(directory)
        try directory.write("a.log.1", text(1...2))
        try directory.append("a.log", text(3...4))
        let again = try follow.restarted()
        again.read()
        #expect(again.lines == expected(1...4))
    }

    @Test func rotatedAndPackedWhileStopped() throws {
        try directory.write("a.log", text(1...200))
        let follow = Follow(directory)
        try directory.append("a.log", text(201...300))
        try directory.rename("a.log", to: "a.log.1")
        try gzip("a.log.1")
        try directory.write("a.log", text(301...310))
        let again = try follow.restarted()
        for _ in 0..<3 { again.read() }
        #expect(follow.lines + again.lines == expected(1...310))
    }

    /// As a randomized test found it: a new log got the inode of a packed file that a restart had read on in.
    @Test func theInodeOfAPackedFileIsUsedAgain() throws {
        try directory.write("a.log", text(1...200))
        let follow = Follow(directory)
        try directory.append("a.log", text(201...300))
        try directory.rename("a.log", to: "a.log.1")
        try gzip("a.log.1")
        try directory.write("a.log", text(301...310))
        let again = try follow.restarted()
        for _ in 0..<3 { again.read() }
        try directory.rename("a.log", to: "a.log.2")
        // In place, so that the inode stays.
        try directory.write("b", text(311...312))
        #expect(try Run("/bin/sh", ["-c", "cat b > a.log.1.gz"], directory: directory.path).status == 0)
        try directory.rename("a.log.1.gz", to: "a.log")
        for _ in 0..<3 { again.read() }
        #expect(again.lines == expected(201...312))
    }

    @Test func aPackedFileThatWasReadIsNotReadAgain() throws {
        try directory.write("a.log", text(1...200))
        let follow = Follow(directory)
        try directory.rename("a.log", to: "a.log.1")
        try directory.write("a.log", text(201...210))
        for _ in 0..<3 { follow.read() }
        try gzip("a.log.1")
        try directory.append("a.log", text(211...212))
        let again = try follow.restarted()
        try directory.rename("a.log", to: "a.log.1")
        try directory.write("a.log", text(213...214))
        for _ in 0..<3 { again.read() }
        #expect(follow.lines + again.lines == expected(1...214))
    }

    @Test func copiedAndTruncated() throws {
        try directory.write("a.log", text(1...200))
        let follow = Follow(directory)
        try directory.append("a.log", text(201...205))
        try directory.write("a.log.1", directory.read("a.log"))
        try directory.write("a.log", text(206...207))
        for _ in 0..<4 { follow.read() }
        #expect(follow.lines == expected(1...207))
    }

    /// Before a byte of it was read: the copy is no other's.
    @Test(arguments: [false, true]) func copiedAndTruncatedUnread(stopped: Bool) throws {
        try directory.write("a.log", "")
        let follow = Follow(directory)
        try directory.write("a.log.1", text(1...5))
        #expect(try Run("/bin/sh", ["-c", "echo line 6 > a.log"], directory: directory.path).status == 0)
        let again = stopped ? try follow.restarted() : follow
        for _ in 0..<3 { again.read() }
        #expect(again.lines == expected(1...6))
    }

    /// Grown beyond the old offset at once, and of the same length: only the bytes tell.
    @Test func truncatedAndGrownAgain() throws {
        for content in [text(1001...1400), text(1001...1100)] {
            try directory.write("a.log", text(2001...2100))
            let follow = Follow(directory)
            try directory.write("b", content)
            // In place, so that the inode stays.
            #expect(try Run("/bin/sh", ["-c", "cat b > a.log"], directory: directory.path).status == 0)
            try directory.append("a.log", "line 9\n")
            for _ in 0..<3 { follow.read() }
            #expect(follow.lines.first == "line 2001" && follow.lines.last == "line 9")
            #expect(Array(follow.lines.dropFirst(100)) == content.split(separator: "\n").map(String.init) + ["line 9"])
            try directory.remove("a.log")
        }
    }

    @Test func truncatedWhileStopped() throws {
        try directory.write("a.log", text(1...50))
        let follow = Follow(directory)
        #expect(try Run("/bin/sh", ["-c", "echo line 51 > a.log"], directory: directory.path).status == 0)
        let again = try follow.restarted()
        again.read()
        #expect(again.lines == expected(51...51))
        #expect(again.notices.contains { $0.isWarning }, "a loss is said")
    }

    /// As a soak found it: a rotation was moving the file while a restart looked for it.
    @Test func missedAtTheFirstLook() throws {
        try directory.write("a.log", text(1...2))
        let follow = Follow(directory)
        try FileManager.default.createDirectory(atPath: directory.file("aside"), withIntermediateDirectories: false)
        try directory.rename("a.log", to: "aside/a.log")
        try directory.write("a.log", text(3...4))
        let again = try follow.restarted()
        try directory.rename("aside/a.log", to: "a.log.1")
        for _ in 0..<3 { again.read() }
        #expect(again.lines == expected(3...4))
        #expect(!again.notices.contains { $0.isWarning })
    }

    /// Where it was read is not known any more: the rotated files are read, too.
    @Test func readAnew() throws {
        try directory.write("a.log.2", text(1...2))
        try directory.write("a.log.1", text(3...4))
        try directory.write("a.log", text(5...6))
        let follow = Follow(directory, start: .anew)
        for _ in 0..<3 { follow.read() }
        #expect(follow.lines == expected(1...6))
    }

    @Test func aRestartWithinAnOverlongLine() throws {
        try directory.write("a.log", "line 1\n" + String(repeating: "x", count: 3000))
        let follow = Follow(directory)
        try directory.append("a.log", "line 2\nline 3\n")
        let again = try follow.restarted()
        #expect(follow.lines + again.lines == ["line 1", "line 3"])
        #expect(follow.counters.overlongLines == 1 && again.counters.overlongLines == 0)
    }

    @Test func aGzipFileThatIsStillBeingWritten() throws {
        try directory.write("a.log", text(1...200))
        let follow = Follow(directory)
        try directory.append("a.log", text(201...4000))
        try directory.rename("a.log", to: "a.log.1")
        try gzip("a.log.1")
        let packed = try directory.read("a.log.1.gz")
        try directory.write("a.log.1.gz", packed.prefix(packed.count / 2))
        try directory.write("a.log", text(4001...4010))
        let again = try follow.restarted()
        for _ in 0..<3 { again.read() }
        #expect(again.lines.count < 3800)
        try directory.append("a.log.1.gz", packed.dropFirst(packed.count / 2))
        for _ in 0..<3 { again.read() }
        #expect(follow.lines + again.lines == expected(1...4010))
    }

    @Test func aNextFileThatCannotBeOpenedIsSaidOnce() throws {
        try directory.write("a.log", text(1...2))
        let follow = Follow(directory)
        try directory.rename("a.log", to: "old")
        #expect(try Run("/bin/mkdir", [directory.file("a.log")]).status == 0)
        for _ in 0..<5 { follow.read() }
        #expect(follow.notices.count { $0.isWarning } == 1)
        #expect(try Run("/bin/rmdir", [directory.file("a.log")]).status == 0)
        try directory.write("a.log", text(3...4))
        for _ in 0..<3 { follow.read() }
        #expect(follow.lines == expected(1...4))
    }

    @Test func manyLogsOfOneDirectory() throws {
        for number in 0..<300 {
            try directory.write("node\(number).log", text(number...number))
            try directory.write("node\(number).log.1", "old\n")
        }
        let follow = Follow(directory, ["*.log*"])
        #expect(follow.count == 300)
        for _ in 0..<3 { follow.read() }
        #expect(follow.lines.count { $0 != "old" } == 300 && follow.lines.count == 600)
    }

    @Test func severalPathsToOneFile() throws {
        try directory.write("a.log", text(1...2))
        let shell = "ln -s a.log b.log; ln a.log c.log"
        #expect(try Run("/bin/sh", ["-c", shell], directory: directory.path).status == 0)
        let follow = Follow(directory, ["*.log", "a.log"])
        #expect(follow.lines == expected(1...2))
        #expect(follow.count == 1)
    }

    @Test func aLinkThatIsMovedOn() throws {
        try directory.write("one", text(1...2))
        try directory.write("two", text(3...4))
        func link(_ to: String) throws {
            #expect(try Run("/bin/ln", ["-sfn", to, "a.log"], directory: directory.path).status == 0)
        }
        try link("one")
        let follow = Follow(directory)
        try link("missing")
        follow.read()
        try link("two")
        for _ in 0..<3 { follow.read() }
        #expect(follow.lines == expected(1...4))
    }

    /// The link comes back to a file that was read: only what is new is read.
    @Test func aLinkThatIsMovedBack() throws {
        try directory.write("one", text(1...2))
        try directory.write("two", text(3...4))
        func link(_ to: String) throws {
            #expect(try Run("/bin/ln", ["-sfn", to, "a.log"], directory: directory.path).status == 0)
        }
        try link("one")
        let follow = Follow(directory)
        try link("two")
        for _ in 0..<3 { follow.read() }
        try directory.append("one", text(5...6))
        try link("one")
        let again = try follow.restarted()
        for _ in 0..<3 { again.read() }
        #expect(follow.lines + again.lines == expected(1...6))
    }

    /// Its writer held the old file longer than the new one had been empty.
    @Test func theOldFileIsWrittenOn() throws {
        try directory.write("a.log", text(1...2))
        let follow = Follow(directory)
        try directory.rename("a.log", to: "a.log.1")
        try directory.write("a.log", text(3...4))
        for _ in 0..<3 { follow.read() }
        try directory.append("a.log.1", text(5...6))
        for _ in 0..<3 { follow.read() }
        try directory.append("a.log", text(7...8))
        for _ in 0..<3 { follow.read() }
        #expect(follow.lines == expected(1...8))
        let again = try follow.restarted()
        try directory.append("a.log", text(9...9))
        for _ in 0..<3 { again.read() }
        #expect(again.lines == expected(9...9))
    }

    /// A new file that got the inode of one that was known before is a new file.
    @Test func anInodeThatIsUsedAgain() throws {
        try directory.write("a.log", text(1...2))
        let follow = Follow(directory)
        for number in 3...30 {
            try directory.rename("a.log", to: "a.log.1")
            try directory.write("a.log", text(number...number))
            for _ in 0..<3 { follow.read() }
            try directory.remove("a.log.1")
            // Rotated before anybody has seen the new one.
            try directory.rename("a.log", to: "a.log.1")
            try directory.write("a.log", text(100 + number...100 + number))
            try directory.rename("a.log.1", to: "a.log.2")
            try directory.rename("a.log", to: "a.log.1")
            try directory.write("a.log", text(200 + number...200 + number))
            for _ in 0..<3 { follow.read() }
            try directory.remove("a.log.2")
            try directory.remove("a.log.1")
        }
        let all = [1, 2] + (3...30).flatMap { [$0, 100 + $0, 200 + $0] }
        #expect(follow.lines == all.map { "line \($0)" })
    }

    /// Files with the same time, for they were written within the same tick, have an order all the same.
    @Test(arguments: [
        ["a.log.2", "a.log.1"], ["a.log-20240101", "a.log-20240102"], ["a.log.2024-1-1", "a.log.2024-1-2"],
    ])
    func oldestFirst(_ names: [String]) throws {
        for (number, name) in names.enumerated() { try directory.write(name, text(number + 1...number + 1)) }
        try directory.write("a.log", text(3...3))
        #expect(try Run("/bin/sh", ["-c", "touch -d 2024-01-03 a.log*"], directory: directory.path).status == 0)
        let follow = Follow(directory, start: .anew)
        for _ in 0..<3 { follow.read() }
        #expect(follow.lines == expected(1...3))
    }

    @Test func noLogIsSpokenOfWithoutEnd() throws {
        try directory.write("a.log", text(1...1))
        let follow = Follow(directory)
        for number in 2...200 {
            try directory.remove("a.log")
            try directory.write("a.log", text(number...number))
            for _ in 0..<2 { follow.read() }
        }
        #expect(follow.lines == expected(1...200))
        #expect(follow.notices.count < 100 && follow.notices.contains { "\($0)".contains("no more of it is said") })
    }

    @Test func whatIsPassedOverIsSaidWithItsPlace() throws {
        try directory.write("a.log", "line 1\n" + String(repeating: "x", count: 2000) + "\n" + "\0\0\0line 2\n")
        let follow = Follow(directory)
        try directory.append("a.log", String(repeating: "x", count: 2000) + "\n")
        follow.read()
        #expect(follow.lines == expected(1...2))
        let words = follow.notices.map(\.description).joined(separator: "\n")
        #expect(words.contains("the line at bytes 7 to 2007 is longer than input.max_line_bytes (1000)"))
        #expect(words.contains("the NULs at bytes 2008 to 2011"))
        #expect(follow.notices.count { $0.isWarning } == 2, "each kind once a file")
        #expect(follow.counters.overlongLines == 2 && follow.counters.skippedBytes == 3)
    }

    /// A rotated file is history where it stood there before following began, whatever its time is.
    @Test func whatIsHistory() throws {
        try directory.write("x.log.1", "old\n")
        try directory.write("a.log", text(1...1))
        let follow = Follow(directory)
        try directory.write("x.log", text(2...2))
        try directory.write("y.log.1", text(3...3))
        #expect(try Run("/usr/bin/touch", ["-d", "2020-01-01", directory.file("y.log.1")]).status == 0)
        try directory.write("y.log", text(4...4))
        for _ in 0..<3 { follow.read() }
        #expect(follow.lines == expected(1...4))
        // Across a restart the checkpoint's time tells.
        try directory.write("checkpoint", "")
        #expect(try Run("/usr/bin/touch", ["-d", "1 hour ago", directory.file("checkpoint")]).status == 0)
        try directory.write("z.log.2", "old\n")
        #expect(try Run("/usr/bin/touch", ["-d", "2 hours ago", directory.file("z.log.2")]).status == 0)
        try directory.write("z.log.1", text(5...5))
        try directory.write("z.log", text(6...6))
        let again = try follow.restarted()
        for _ in 0..<3 { again.read() }
        #expect(again.lines == expected(5...6))
    }

    @Test func whatCannotBeReadIsSaidOnceAndTriedAgain() throws {
        try directory.write("a.log", text(1...2))
        let follow = Follow(directory, ["a.log", "sub.log"])
        #expect(try Run("/bin/mkdir", [directory.file("sub.log")]).status == 0)
        follow.read()
        try directory.remove("sub.log")
        try directory.write("sub.log", text(3...3))
        follow.read()
        #expect(follow.lines == expected(1...3))
    }
}
