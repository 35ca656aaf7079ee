import Records
import Testing

@testable import Parsing

struct TemplateMatcherTests {
    /// Among other bytes and as the last of them, where no whole register can be read any more.
    @Test(arguments: VectorWidth.available)
    func everyKernelFindsWhatThePlainSearchFinds(_ width: VectorWidth) throws {
        let matcher = TemplateMatcher(try Template.published(), width: width)
        var random = RandomSource(seed: 3)
        for (index, text) in PublishedTemplates.texts.enumerated() {
            // Up to 80 bytes for each hole, some of which begin like the literals behind them.
            for _ in 0..<20 {
                var message: [UInt8] = []
                for piece in text.split(separator: "<*>") {
                    let hole = (0..<random.index(below: 80)).map { _ in Array("xo dsib".utf8)[random.index(below: 7)] }
                    message += hole + Array(piece.utf8)
                }
                for tail in [0, 1, 7, 40] {
                    let bytes = [UInt8](repeating: 120, count: 5) + message + [UInt8](repeating: 10, count: tail)
                    let found = matcher.match(bytes.span, from: 5, to: 5 + message.count)
                    // Another template may have more of its literals in it, but not fewer.
                    #expect(found != nil, "\(text): \(String(decoding: message, as: UTF8.self))")
                    let whole = matcher.match(message.span, from: 0, to: message.count)
                    #expect(found == whole, "E\(index + 1) with \(tail) bytes behind it")
                }
            }
        }
    }

    @Test(arguments: VectorWidth.available)
    func aLiteralMustStandWhollyBeforeTheMessagesEnd(_ width: VectorWidth) throws {
        let matcher = TemplateMatcher([try Template(kind: .e(1), text: "<*>a<*>bcd<*>")], width: width)
        let bytes = Array("a.bcd".utf8)
        #expect(matcher.match(bytes.span, from: 0, to: 5) == .e(1))
        #expect(matcher.match(bytes.span, from: 0, to: 4) == nil)
        #expect(matcher.match(bytes.span, from: 1, to: 5) == nil)
    }

    /// Headers are remembered from line to line: what a line says must not depend on those before it.
    @Test func aLineSaysTheSameAmongOthers() throws {
        let parser = LineParser(matcher: try publishedMatcher())
        let stamps = ["081109 203518 ", "081109 203519 ", "2008-11-09 20:35:18,123 "]
        let threads = ["143 ", "1 ", "INFO ", "", "a long name of a thread "]
        let origins = [
            "INFO dfs.DataNode$DataXceiver: ", "INFO dfs.DataNode$DataXceiver:", "INFO dfs.DataNode$DataXceiver:  ",
            "WARN dfs.DataNode$DataXceiver: ", "INFO dfs.DataNode$DataTransfer: ", "INFO dfs.FSNamesystem: ",
            "info dfs.FSNamesystem: ", "INFO  org.apache.hadoop.hdfs.server.datanode.DataNode: ",
            "INFO [main] a.b: ", "INFO a: ", "INFO a:",
        ]
        let message = "Verification succeeded for blk_7"
        var random = RandomSource(seed: 5)
        var batch = LineBatch(
            input: InputID(rawValue: 0), file: FileID(rawValue: 0), path: "", bytes: [], lines: [])
        for _ in 0..<20_000 {
            let header =
                stamps[random.index(below: 3)] + threads[random.index(below: 5)] + origins[random.index(below: 11)]
            let line = Array((header + message).utf8).prefix(random.chance(0.2) ? random.index(below: 80) : 200)
            let start = batch.bytes.count
            batch.bytes += line
            batch.lines.append(LogLine(start: start, end: batch.bytes.count, offset: 0, next: 0))
            batch.bytes.append(UInt8(ascii: "\n"))
        }
        let together = parser.parse(batch)
        for (line, parsed) in zip(batch.lines, together.parsed) {
            var blocks: [BlockKey] = []
            var alone = parser.parse(batch.bytes.span, from: line.start, to: line.end, into: &blocks)
            alone.firstBlock = parsed.firstBlock
            #expect(parsed == alone, "\(String(decoding: batch.bytes[line.start..<line.end], as: UTF8.self))")
        }
        #expect(Set(together.parsed.map(\.civil)).count == 4)
    }
}
