import Records
import Tailing
import Testing

struct LineBufferTests {
    /// The lines that come out when the bytes are taken in pieces of `size`, with their offsets.
    static func lines(_ text: String, piece size: Int, max: Int = 100) -> [(text: String, offset: UInt64, next: UInt64)]
    {
        var buffer = LineBuffer(maxLineBytes: max)
        var lines: [(String, UInt64, UInt64)] = []
        func add(_ taken: (bytes: [UInt8], lines: [LogLine])?) {
            for line in taken?.lines ?? [] {
                lines.append(
                    (String(decoding: taken!.bytes[line.start..<line.end], as: UTF8.self), line.offset, line.next))
            }
        }
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            add(buffer.take(bytes[start..<min(start + size, bytes.count)]))
        }
        add(buffer.finish())
        return lines
    }

    @Test(arguments: [1, 2, 3, 7, 100])
    func theSameLinesHoweverTheBytesCome(_ size: Int) {
        let lines = Self.lines("one\ntwo\r\n\nfour\rstill four\nlast", piece: size)
        #expect(lines.map(\.text) == ["one", "two", "", "four\rstill four", "last"])
        #expect(lines.map(\.offset) == [0, 4, 9, 10, 26])
        #expect(lines.map(\.next) == [4, 9, 10, 26, 30])
    }

    @Test(arguments: [1, 5, 64, 1000])
    func anOverlongLineIsPassedOver(_ size: Int) {
        let long = String(repeating: "x", count: 300)
        let lines = Self.lines("a\n\(long)\nb\n\(long)", piece: size, max: 50)
        #expect(lines.map(\.text) == ["a", "b"])
        #expect(lines.map(\.offset) == [0, 303])
    }

    /// A hole as truncation leaves it, longer than a line may be.
    @Test(arguments: [1, 7, 64, 1000])
    func aHoleOfNULsIsNoPartOfTheLineBehindIt(_ size: Int) {
        let hole = String(repeating: "\0", count: 200)
        let lines = Self.lines("a\n\(hole)b\nc\0\n", piece: size, max: 50)
        #expect(lines.map(\.text) == ["a", "b", "c\0"])
        #expect(lines.map(\.offset) == [0, 202, 204])
    }

    @Test func readingResumesBehindWhatIsNotWanted() {
        var buffer = LineBuffer(maxLineBytes: 10)
        _ = buffer.take(Array("line\nrest".utf8)[...])
        #expect(buffer.resume == 5)
        _ = buffer.take(Array("that is too long".utf8)[...])
        #expect(buffer.resume == 25)
    }
}
