import Foundation
import Tailing
import TestSupport
import Testing

/// Logs whose handles were given up, for more are followed than may be open at once.
struct OpenFilesTests {
    let directory = try! TemporaryDirectory()

    func text(_ range: ClosedRange<Int>) -> String { range.map { "line \($0)\n" }.joined() }

    /// The lines of `a.log`, while three others keep its handle closed.
    func follow(_ more: (Follow) throws -> Void) throws -> (lines: [String], follow: Follow) {
        try directory.write("a.log", text(1...200))
        let follow = Follow(directory, maxOpenFiles: 1)
        for name in ["b.log", "c.log"] { try directory.write(name, "other\n") }
        follow.read()
        try more(follow)
        for _ in 0..<4 { follow.read() }
        return (follow.lines.filter { $0 != "other" }, follow)
    }

    func expected(_ range: ClosedRange<Int>) -> [String] { range.map { "line \($0)" } }

    /// How many of the directory's files this process has open.
    func openFiles() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count { descriptor in
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + descriptor)
            return target?.hasPrefix(directory.path + "/") == true
        }
    }

    @Test func noMoreThanAllowedAreOpen() throws {
        for number in 0..<50 { try directory.write("\(number).log", text(number...number)) }
        let follow = Follow(directory, maxOpenFiles: 8)
        #expect(try openFiles() <= 8)
        for number in 0..<50 { try directory.append("\(number).log", text((50 + number)...(50 + number))) }
        follow.read()
        #expect(try openFiles() <= 8)
        #expect(Set(follow.lines) == Set(expected(0...99)) && follow.lines.count == 100)
    }

    @Test func writtenOn() throws {
        let (lines, _) = try follow { _ in try directory.append("a.log", text(201...210)) }
        #expect(lines == expected(1...210))
    }

    @Test func renamedAndWrittenOn() throws {
        let (lines, follow) = try follow { follow in
            try directory.append("a.log", text(201...210))
            try directory.rename("a.log", to: "a.log.1")
            try directory.write("a.log", text(211...220))
        }
        #expect(lines == expected(1...220))
        #expect(follow.counters.lostRests == 0)
    }

    @Test func renamedToAnyName() throws {
        let (lines, _) = try follow { follow in
            try directory.append("a.log", text(201...210))
            try directory.rename("a.log", to: "old")
            try directory.write("a.log", text(211...220))
        }
        #expect(lines == expected(1...220))
    }

    @Test func packed() throws {
        let (lines, follow) = try follow { follow in
            try directory.append("a.log", text(201...210))
            try directory.rename("a.log", to: "a.log.1")
            #expect(try Run("/usr/bin/gzip", [directory.file("a.log.1")]).status == 0)
            try directory.write("a.log", text(211...220))
        }
        #expect(lines == expected(1...220))
        #expect(follow.counters.lostRests == 0)
    }

    @Test func truncated() throws {
        let (lines, _) = try follow { follow in
            try directory.write("new", text(1001...1400))
            #expect(try Run("/bin/sh", ["-c", "cat new > a.log"], directory: directory.path).status == 0)
        }
        #expect(lines == expected(1...200) + expected(1001...1400))
    }

    /// What nobody can find any more is lost, and said with its place.
    @Test func deleted() throws {
        let (lines, follow) = try follow { follow in
            try directory.append("a.log", text(201...210))
            try directory.remove("a.log")
            for number in 0..<5 { try directory.write("new\(number)", text(211...220)) }
            try directory.rename("new4", to: "a.log")
        }
        #expect(lines == expected(1...200) + expected(211...220))
        #expect(follow.counters.lostRests == 1)
        let size = text(1...200).utf8.count
        // Another file may have its inode by now, and it then looks truncated.
        #expect(follow.notices.contains { $0.isWarning && "\($0)".contains("byte \(size)") })
    }
}
