import Parsing
import Records
import Tailing

/// Any bytes, cut anyhow, give the same lines; and each line says the same wherever it stands.
enum LineTarget: FuzzTarget {
    static func seeds() -> [[UInt8]] {
        let strange =
            "\0\0\u{FEFF}081109 203518 1 \u{1B}[1mINFO dfs.Foo: Verification succeeded for blk_-1\r\n\n\tat x\r"
        return [Sample.log(blocks: 1), Sample.log(blocks: 1, isLog4j: true), Array(strange.utf8)].map { [1, 2] + $0 }
    }

    static let words = Sample.logWords + ["\r\n", "\0", "\u{FEFF}", "\u{1B}[1m", "[", "]"]

    private struct Line: Equatable {
        var text: [UInt8]
        var offset: UInt64
        var next: UInt64
    }

    static func run(_ input: FuzzInput) {
        var input = input
        let maxLineBytes = input.pick([8, 64, 1024, 65536])
        var random = input.random()
        let bytes = input.rest()
        let (whole, counters) = read([bytes[...]], maxLineBytes)
        let pieces = bytes.pieces(&random)
        let (same, sameCounters) = read(pieces, maxLineBytes)
        expect(whole == same && counters == sameCounters, "cut otherwise the lines are others")
        checkPlaces(whole, bytes)
        checkResuming(pieces, bytes, maxLineBytes, whole, at: random.index(below: pieces.count + 1))
        checkParsing(whole)
    }

    private static func read(_ pieces: [ArraySlice<UInt8>], _ maxLineBytes: Int) -> ([Line], TailCounters) {
        var buffer = LineBuffer(maxLineBytes: maxLineBytes)
        var lines: [Line] = []
        for piece in pieces { lines += read(buffer.take(piece)) }
        lines += read(buffer.finish())
        return (lines, buffer.counters)
    }

    private static func read(_ taken: (bytes: [UInt8], lines: [LogLine])?) -> [Line] {
        guard let taken else { return [] }
        return taken.lines.map { Line(text: Array(taken.bytes[$0.start..<$0.end]), offset: $0.offset, next: $0.next) }
    }

    private static func checkPlaces(_ lines: [Line], _ bytes: [UInt8]) {
        var reached: UInt64 = 0
        for line in lines {
            let (start, next) = (Int(line.offset), Int(line.next))
            expect(line.offset >= reached && next <= bytes.count, "a line stands where it does not")
            expect(bytes[start...].starts(with: line.text), "a line's offset is another's")
            let end = bytes[start + line.text.count..<next]
            expect(
                end.elementsEqual([10]) || end.elementsEqual([13, 10])
                    || (next == bytes.count && (end.isEmpty || end.elementsEqual([13]))), "a line ends elsewhere")
            reached = line.next
        }
    }

    /// Whoever goes on where reading may resume sees the lines that had not ended.
    private static func checkResuming(
        _ pieces: [ArraySlice<UInt8>], _ bytes: [UInt8], _ maxLineBytes: Int, _ whole: [Line], at stop: Int
    ) {
        var first = LineBuffer(maxLineBytes: maxLineBytes)
        var lines: [Line] = []
        for piece in pieces[..<stop] { lines += read(first.take(piece)) }
        var second = LineBuffer(maxLineBytes: maxLineBytes, offset: first.resume, isSkipping: first.isSkipping)
        lines += read(second.take(bytes[Int(first.resume)...]))
        lines += read(second.finish())
        expect(lines == whole, "resumed the lines are others")
    }

    private static func checkParsing(_ lines: [Line]) {
        let batch = LineBatch(
            input: InputID(rawValue: 0), file: FileID(rawValue: 0), path: "a", bytes: lines.flatMap(\.text),
            lines: lines.reduce(into: []) { result, line in
                let start = result.last?.end ?? 0
                result.append(
                    LogLine(start: start, end: start + line.text.count, offset: line.offset, next: line.next))
            })
        let parsed = Sample.parser.parse(batch)
        expect(parsed.parsed.count == lines.count, "as many parsed lines as lines")
        for (line, together) in zip(lines, parsed.parsed) {
            var blocks: [BlockKey] = []
            var alone = Sample.parser.parse(line.text.span, from: 0, to: line.text.count, into: &blocks)
            expect(blocks.count == alone.blockCount && Set(blocks).count == blocks.count, "a block stands twice")
            let range = together.firstBlock..<together.firstBlock + together.blockCount
            expect(blocks == Array(parsed.blocks[range]), "a line's blocks are others among other lines")
            alone.firstBlock = together.firstBlock
            expect(alone == together, "a line says something else among other lines")
        }
    }
}
