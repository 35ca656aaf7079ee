import Parsing
import Records
import Testing

@testable import Detector

/// Lines of two logs, whose messages are their names.
private struct Merging {
    var merger: Merger
    var order: [String] = []
    var clocks: [Int64] = []
    private let parser: LineParser

    init() throws {
        merger = Merger(civilClock: try CivilClock(zone: "UTC"))
        parser = LineParser(matcher: TemplateMatcher(try Template.published()))
        for input in 0..<2 {
            merger.setOrder(input, of: InputID(rawValue: UInt32(input)))
            merger.setLive(true, InputID(rawValue: UInt32(input)))
        }
    }

    /// - Parameter lines: seconds of the minute and a name; a negative second is a line without a header.
    mutating func add(_ input: UInt32, _ lines: (Int, String)...) {
        var batch = LineBatch(
            input: InputID(rawValue: input), file: FileID(rawValue: input), path: "", bytes: [], lines: [])
        for (second, name) in lines {
            let header = second < 0 ? "" : "240301 0800\(second < 10 ? "0" : "")\(second) 1 INFO a: "
            let start = batch.bytes.count
            batch.bytes += Array((header + name).utf8)
            batch.lines.append(LogLine(start: start, end: batch.bytes.count, offset: 0, next: 0))
        }
        merger.add(parser.parse(batch))
    }

    mutating func drain() -> Merger.Pause? {
        var taken: (order: [String], clocks: [Int64]) = ([], [])
        let pause = merger.drain(limit: .max, into: &taken) { taken, batch, run in
            for place in batch.source.lines[run.lines] {
                let text = String(decoding: batch.source.bytes[place.start..<place.end], as: UTF8.self)
                taken.order.append(String(text.last ?? " "))
                taken.clocks.append(run.clock.milliseconds / 1000 % 60)
            }
            return run.lines.count
        }
        order += taken.order
        clocks += taken.clocks
        return pause
    }
}

struct MergerTests {
    let first = InputID(rawValue: 0)
    let second = InputID(rawValue: 1)

    @Test func aLineWaitsForWhatMayBelongBeforeIt() throws {
        var merging = try Merging()
        merging.add(0, (1, "a"), (5, "b"))
        #expect(merging.drain() == .starved(second))
        #expect(merging.order.isEmpty && merging.merger.hasLines)
        merging.add(1, (2, "c"), (3, "d"))
        #expect(merging.drain() == .starved(second))
        #expect(merging.order == ["a", "c", "d"])
        merging.merger.setLive(false, second)
        #expect(merging.drain() == .starved(first))
        #expect(merging.order == ["a", "c", "d", "b"] && !merging.merger.hasLines)
    }

    @Test func atTheSameStampTheOrderOfTheFilesDecides() throws {
        var merging = try Merging()
        merging.add(1, (1, "c"), (1, "d"), (9, "x"))
        merging.add(0, (1, "a"), (1, "b"), (9, "y"))
        _ = merging.drain()
        #expect(merging.order.prefix(4) == ["a", "b", "c", "d"])
    }

    /// Lines of one file keep their order, and a line without a stamp stays behind the one before it.
    @Test func aFileKeepsItsOrder() throws {
        var merging = try Merging()
        merging.add(0, (5, "a"), (3, "b"), (-1, "c"), (6, "d"))
        merging.add(1, (4, "x"), (5, "y"), (30, "z"))
        _ = merging.drain()
        #expect(merging.order == ["x", "a", "b", "c", "y", "d"])
        #expect(merging.clocks == [4, 5, 5, 5, 5, 6])
    }

    @Test func howItIsCutIntoBatchesDoesNotMatter() throws {
        var whole = try Merging()
        whole.add(0, (1, "a"), (4, "b"), (4, "c"), (9, "d"))
        whole.add(1, (2, "e"), (4, "f"), (8, "g"))
        var pieces = try Merging()
        pieces.add(1, (2, "e"))
        _ = pieces.drain()
        pieces.add(0, (1, "a"), (4, "b"))
        _ = pieces.drain()
        pieces.add(1, (4, "f"))
        pieces.add(0, (4, "c"))
        _ = pieces.drain()
        pieces.add(1, (8, "g"))
        pieces.add(0, (9, "d"))
        for input in [first, second] {
            whole.merger.setLive(false, input)
            pieces.merger.setLive(false, input)
        }
        #expect(whole.drain() == .idle && pieces.drain() == .idle)
        #expect(whole.order == ["a", "e", "b", "c", "f", "g", "d"] && pieces.order == whole.order)
    }
}
