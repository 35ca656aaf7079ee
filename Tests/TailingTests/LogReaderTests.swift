import Records
import Tailing
import TestSupport
import Testing

struct LogReaderTests {
    let directory = try! TemporaryDirectory()

    func read(_ path: String) throws -> (lines: [String], damage: String?) {
        var reader = try LogReader(
            path: path, input: InputID(rawValue: 0), file: FileID(rawValue: 0), maxLineBytes: 1000)
        var lines: [String] = []
        do {
            while let batch = try reader.read() { lines += batch.texts }
        } catch {
            return (lines, "\(error)")
        }
        return (lines, nil)
    }

    func gzip(_ name: String, _ text: String) throws -> [UInt8] {
        try directory.write(name, text)
        #expect(try Run("/usr/bin/gzip", ["-f", directory.file(name)]).status == 0)
        return try directory.read(name + ".gz")
    }

    @Test func plainAndPackedGiveTheSame() throws {
        let text = (0..<50_000).map { "line \($0)\n" }.joined() + "without an end"
        let expected = text.split(separator: "\n").map(String.init)
        #expect(try read(directory.write("plain", text)).lines == expected)
        _ = try gzip("packed", text)
        #expect(try read(directory.file("packed.gz")).lines == expected)
    }

    @Test func membersFollowEachOther() throws {
        let both = try gzip("a", "one\ntw") + gzip("b", "o\nthree\n") + [0, 0, 0]
        let (lines, damage) = try read(directory.write("both", both))
        #expect(lines == ["one", "two", "three"])
        #expect(damage == nil)
    }

    @Test func ofADamagedFileTheGoodLinesAreRead() throws {
        let text = (0..<200_000).map { "line \($0) \(($0 &* 2_654_435_761) % 1_000_003)\n" }.joined()
        let whole = try gzip("a", text)
        let (lines, damage) = try read(directory.write("cut", whole[..<(whole.count / 2)]))
        #expect(lines.count > 1000 && damage?.contains("ends in the middle") == true)
        var flipped = whole
        flipped[whole.count / 2] ^= 0xFF
        #expect(try read(directory.write("flipped", flipped)).damage?.contains("damaged") == true)
    }

    /// The block of compressed bytes in which the damage stands gave nothing.
    @Test func linesRightBeforeTheDamageAreRead() throws {
        let text = (0..<2000).map { "line \($0) \(($0 &* 2_654_435_761) % 1_000_003)\n" }.joined()
        var packed = try gzip("a", text)
        packed[packed.count - 100] ^= 0xFF
        let (lines, damage) = try read(directory.write("flipped", packed))
        #expect(damage?.contains("damaged") == true)
        #expect(lines.count > 1800)
        #expect(lines.prefix(1800).elementsEqual(text.split(separator: "\n").prefix(1800).map(String.init)))
    }

    @Test func whatIsMissingIsNamed() throws {
        let error = #expect(throws: FileError.self) { try read(directory.file("none")) }
        #expect(error?.exitCode == .noInput)
        #expect(throws: FileError.self) { try read(directory.path) }
    }
}

extension LineBatch {
    var texts: [String] { lines.map { String(decoding: bytes[$0.start..<$0.end], as: UTF8.self) } }
}
