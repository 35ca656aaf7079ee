import Grouping
import Records
import Testing

/// Minutes of the log's time.
private func at(_ minutes: Double) -> Stamp { Stamp(rawValue: 1_000_000_000_000 + Int64(minutes * 60_000)) }

/// A table and what came out of it, in words: `7 quiet 2` is block 7, judged with two lines after a silence.
private struct Harness {
    var table: BlockTable
    var log: [String] = []

    init(_ rules: BlockRules = BlockRules()) {
        table = BlockTable(rules: rules)
    }

    mutating func line(_ block: Int64, _ number: Int, _ minutes: Double, clock: Double? = nil) {
        advance(clock ?? minutes)
        _ = table.apply(Event(block: BlockKey(number: block), kind: .e(number), stamp: at(minutes)))
        take()
    }

    mutating func advance(_ minutes: Double) {
        table.advance(to: at(minutes))
        take()
    }

    mutating func take() {
        for outcome in table.takeOutcomes() {
            switch outcome {
            case .cut(let block):
                log.append("\(block.key.number) \(block.decidedBy) \(block.lines)" + (block.isFirstCut ? "" : " again"))
            case .ended(let key, _): log.append("\(key.number) ended")
            }
        }
    }

    mutating func restart() throws {
        var writer = StateWriter()
        table.encode(into: &writer)
        var reader = StateReader(writer.bytes)
        table = try BlockTable(rules: table.rules, from: &reader)
        #expect(reader.isAtEnd)
    }
}

@Suite struct BlockTableTests {
    @Test func aSilenceCuts() {
        var h = Harness()
        h.line(1, 22, 0)
        h.line(1, 9, 1)
        h.advance(10.9)
        #expect(h.log.isEmpty)
        h.advance(11)
        #expect(h.log == ["1 quiet 2"])
        h.advance(1000)
        #expect(h.log == ["1 quiet 2"])
    }

    @Test func aBeginningMayBeSilentForLonger() {
        var h = Harness()
        h.line(1, 22, 0)
        h.line(1, 5, 0)
        h.advance(59.9)
        #expect(h.log.isEmpty)
        h.advance(60)
        #expect(h.log == ["1 quiet 2"])
    }

    @Test func theDeadlineComesNearerWhenTheBeginningIsOver() {
        var h = Harness()
        h.line(1, 22, 0)
        h.line(1, 9, 30)
        h.advance(40)
        #expect(h.log == ["1 quiet 2"])
    }

    @Test func moreLinesAreJudgedAgainWithAllOfThem() {
        var h = Harness()
        h.line(1, 5, 0)
        h.line(1, 9, 1)
        h.line(1, 2, 20)
        h.advance(31)
        #expect(h.log == ["1 quiet 2", "1 quiet 3 again"])
    }

    @Test func ownStampsCutThoughTheClockStands() {
        // Another input's clock is behind: the log's clock does not move, the block's own lines say enough.
        var h = Harness()
        h.line(1, 5, 0, clock: 0)
        h.line(1, 9, 1, clock: 0)
        h.line(1, 2, 11, clock: 0)
        #expect(h.log == ["1 quiet 2"])
        h.advance(10.5)
        #expect(h.log == ["1 quiet 2"])
    }

    @Test func cutsComeInTheOrderOfTheirDeadlines() {
        var h = Harness()
        h.line(1, 5, 0)  // due at 60
        h.line(2, 5, 1)
        h.line(2, 9, 2)  // due at 12
        h.line(4, 5, 3)
        h.line(3, 5, 3)
        h.line(4, 9, 5)  // due at 15, as 3
        h.line(3, 9, 5)
        h.advance(100)
        #expect(h.log == ["2 quiet 2", "3 quiet 2", "4 quiet 2", "1 quiet 1"])
    }

    @Test func deletedIsAQuietCutAfterAsManyDeletionsAsOrders() {
        var h = Harness()
        for (index, number) in [22, 9, 23, 23, 21].enumerated() { h.line(1, number, Double(index)) }
        h.advance(20)
        h.line(1, 21, 20)
        h.advance(40)
        #expect(h.log == ["1 quiet 5", "1 deleted 6 again"])
    }

    @Test func partialLivesAreCountedAndNotJudged() {
        var h = Harness()
        h.line(1, 9, 0)
        h.line(1, 5, 1)
        h.advance(1000)
        #expect(h.log.isEmpty)
        #expect(h.table.counters.partial == 1 && h.table.counters.linesOfPartial == 2)
        #expect(h.table.counters.lives == 1)
    }

    @Test func aLongSilenceEndsTheLife() {
        var h = Harness()
        h.line(1, 5, 0)
        h.line(1, 9, 1)
        h.line(2, 5, 2880)
        #expect(h.log == ["1 quiet 2"])
        h.line(1, 23, 2881, clock: 2880)  // exactly 48 h after its last line
        #expect(h.log == ["1 quiet 2", "1 ended"])
        #expect(h.table.counters.partial == 1 && h.table.counters.linesOfPartial == 1)
        h.advance(2881 + 2880)
        #expect(h.log == ["1 quiet 2", "1 ended", "2 quiet 1", "2 ended", "1 ended"])
        #expect(h.table.openCount == 0)
    }

    @Test func linesOutOfOrderMoveNoDeadlineBack() {
        var h = Harness()
        h.line(1, 5, 5, clock: 5)
        h.line(1, 9, 3, clock: 5)
        h.advance(14.9)
        #expect(h.log.isEmpty)
        h.advance(15)
        #expect(h.log == ["1 quiet 2"])
    }

    @Test func aLineFrom2099EndsItsOwnBlockOnly() {
        var h = Harness()
        h.line(1, 5, 0)
        h.line(2, 5, 0)
        h.line(1, 9, 40_000_000, clock: 0)
        #expect(h.log == ["1 quiet 1", "1 ended"])
    }

    @Test func evictionJudgesTheLongestQuiet() {
        var h = Harness(BlockRules(maxOpen: 2))
        h.line(1, 5, 0)
        h.line(2, 5, 1)
        h.line(1, 5, 2)
        h.line(3, 5, 3)
        #expect(h.log == ["2 evicted 1", "2 ended"])
        h.line(2, 9, 4)
        #expect(h.log == ["2 evicted 1", "2 ended", "1 evicted 2", "1 ended"])
        #expect(h.table.counters.evicted == 2)
        #expect(h.table.openCount == 2)
    }

    @Test func aLongSequenceIsJudgedByItsFirstEvents() {
        var h = Harness(BlockRules(maxEvents: 3))
        for index in 0..<5 { h.line(1, index == 0 ? 5 : 3, Double(index)) }
        h.table.end()
        guard case .cut(let block) = h.table.takeOutcomes().first else { return #expect(Bool(false)) }
        #expect(block.lines == 5)
        #expect(h.table.prefixes.length(of: block.prefix) == 3)
        #expect(h.table.counters.linesBeyondMaxEvents == 2)
    }

    @Test func theEndOfAReplayJudgesWhatIsOpen() {
        var h = Harness()
        h.line(1, 5, 0)
        h.line(2, 5, 1)
        h.line(2, 9, 2)
        h.table.end()
        h.take()
        #expect(h.log == ["2 end 2", "1 end 1"])
    }

    /// They came in the order in which they had been queued, which a restart changes.
    @Test func theEndJudgesInTheOrderOfTheDeadlines() {
        var h = Harness()
        h.line(1, 5, 0)
        h.line(1, 9, 1)
        h.line(2, 5, 2)
        h.line(2, 9, 3)
        h.line(1, 9, 4)
        h.table.end()
        h.take()
        #expect(h.log == ["2 end 2", "1 end 3"])
    }

    /// The count of its lines overflowed.
    @Test func aBlockCanHaveMoreLinesThanCanBeCounted() throws {
        var h = Harness()
        h.line(1, 5, 0)
        var writer = StateWriter()
        h.table.encode(into: &writer)
        var bytes = writer.bytes
        // Behind one prefix, the number of blocks, the block's key and prefix.
        for index in 8 + 5 + 8 + 8 + 4..<8 + 5 + 8 + 8 + 4 + 4 { bytes[index] = 0xFF }
        var reader = StateReader(bytes)
        h.table = try BlockTable(rules: h.table.rules, from: &reader)
        h.line(1, 9, 1)
        h.advance(100)
        #expect(h.log == ["1 quiet 4294967295"])
    }

    @Test func judgingByElapsedTimeForgetsNothing() {
        var h = Harness()
        h.line(1, 5, 0)
        h.table.judgeCuts(dueAt: at(100_000))
        h.take()
        #expect(h.log == ["1 quiet 1"])
        #expect(h.table.openCount == 1)
        h.line(1, 5, 1)
        h.advance(61)
        #expect(h.log == ["1 quiet 1", "1 quiet 2 again"])
    }

    /// Random lines with restarts and compactions in between give what they give without.
    @Test(arguments: 0..<20) func restartsChangeNothing(seed: UInt64) throws {
        var generator = RandomSource(seed: seed)
        let rules = BlockRules(forgetAfter: .seconds(7200), maxOpen: 8, maxEvents: 12)
        var (plain, restarted) = (Harness(rules), Harness(rules))
        var minutes = 0.0
        for _ in 0..<600 {
            let block = Int64(generator.next() % 12)
            let number = [5, 22, 9, 11, 26, 2, 3, 23, 21][Int(generator.next() % 9)]
            minutes += Double(generator.next() % 400) / 100
            let own = minutes - Double(generator.next() % 10) / 10
            plain.line(block, number, own, clock: minutes)
            restarted.line(block, number, own, clock: minutes)
            if generator.next() % 50 == 0 { try restarted.restart() }
            if generator.next() % 50 == 0 { _ = restarted.table.compactPrefixes(whenMoreThan: 0) }
        }
        plain.table.end()
        restarted.table.end()
        plain.take()
        restarted.take()
        #expect(plain.log == restarted.log)
        #expect(plain.table.counters == restarted.table.counters)
    }

    @Test func damagedStateIsRefused() throws {
        var h = Harness()
        h.line(1, 5, 0)
        h.line(1, 9, 1)
        var writer = StateWriter()
        h.table.encode(into: &writer)
        for length in 0..<writer.bytes.count {
            var reader = StateReader(Array(writer.bytes.prefix(length)))
            #expect(throws: StateDamage.self) { try BlockTable(rules: BlockRules(), from: &reader) }
        }
    }

    /// An event is a line: what says otherwise would let a prefix grow beyond all bounds.
    @Test func moreEventsThanLinesAreRefused() throws {
        for (lines, isRefused) in [(UInt32(1), true), (2, false)] {
            var writer = StateWriter()
            writer.write(each: [(UInt32(0), UInt8(5)), (1, 9)]) { writer, node in
                writer.write(node.0)
                writer.write(node.1)
            }
            writer.write(each: [lines]) { writer, lines in
                writer.write(Int64(7))
                writer.write(UInt32(2))
                writer.write(lines)
                writer.write(Stamp(milliseconds: 0))
                writer.write(Stamp(milliseconds: 1))
                writer.write(UInt8(0))
            }
            for _ in 0..<5 { writer.write(Int64(0)) }
            var reader = StateReader(writer.bytes)
            let table = try? BlockTable(rules: BlockRules(), from: &reader)
            #expect((table == nil) == isRefused)
        }
    }

    /// Lives that are all long and all different must not take more memory than `blocks.max_open` promises.
    @Test func tooManyEventsEvict() throws {
        var h = Harness(BlockRules(maxOpen: 3, maxEvents: 60_000))
        h.line(1, 22, 0)
        for _ in 0..<40_000 { h.line(1, 9, 1) }
        h.line(2, 22, 1)
        for _ in 0..<25_533 { h.line(2, 11, 2) }
        #expect(h.log.isEmpty)
        try h.restart()
        h.line(2, 11, 3)
        #expect(h.log.isEmpty)
        h.line(2, 11, 3)
        #expect(h.log == ["1 evicted 40001", "1 ended"])
        #expect(h.table.openCount == 1 && h.table.counters.evicted == 1)
    }
}
