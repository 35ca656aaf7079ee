import Grouping
import Parsing
import Records
import Scoring

/// The program: a line in the log's order goes through counting, the log's clock, grouping, judging and evidence, in
/// that order, and alerts come out. No thread, no file, no clock of the machine but for `emitted_at`: what comes out
/// follows from what goes in.
package struct Pipeline {
    package internal(set) var counters = LineCounters()
    package internal(set) var table: BlockTable
    package var judge: Judge
    /// The log's clock.
    package internal(set) var clock = Stamp.distantPast
    /// How far the log's clock had come at most: an input that others did not wait for any more takes it back.
    var furthest = Stamp.distantPast
    /// In milliseconds.
    private let mergeWindow: Int64
    /// Whether all that is due at the clock has been judged.
    var isUpToDate = true
    /// Alerts that may wait to be taken, and blocks that are judged between two looks at how many do.
    private static let maxAlerts = 128
    private static let blocksAtOnce = 64
    /// So many lines' blocks are looked up ahead of their lines.
    private static let linesAhead = 256

    package init(_ configuration: Configuration, judge: Judge) {
        table = BlockTable(rules: configuration.blockRules)
        mergeWindow = configuration.input.mergeWindow.milliseconds
        self.judge = judge
    }

    /// The next lines of the log, which stand in `batch`.
    /// - Returns: how many were taken, from the first on. If not all, alerts wait that are to be taken first: a line can make
    ///   all open blocks due at once, and nothing may pile up.
    package mutating func take(_ batch: EventBatch, _ run: MergedRun) -> Int {
        if run.clock.rawValue != clock.rawValue {
            clock = run.clock
            // More than a day back is no input that was late: the stamps before were wrong.
            furthest = clock < furthest - .seconds(86_400) ? clock : max(furthest, clock)
            isUpToDate = false
        }
        guard bringUpToDate() else { return 0 }
        let isLate = run.stamp.map { $0.milliseconds < furthest.milliseconds - mergeWindow } ?? false
        var index = run.lines.lowerBound
        while index < run.lines.upperBound && judge.alertCount < Self.maxAlerts {
            if index % Self.linesAhead == 0 { expect(batch, from: index) }
            if let stamp = run.stamp { apply(batch, index, stamp) }
            index += 1
        }
        counters.count(batch, run.lines.lowerBound..<index, areLate: isLate)
        return index - run.lines.lowerBound
    }

    /// The lines from `index` on come next.
    private mutating func expect(_ batch: EventBatch, from index: Int) {
        let last = batch.parsed[min(index + Self.linesAhead, batch.parsed.count) - 1].blocks.upperBound
        table.expect(batch.blocks[batch.parsed[index].firstBlock..<last])
    }

    private mutating func apply(_ batch: EventBatch, _ index: Int, _ stamp: Stamp) {
        let (kind, blocks) = (batch.parsed[index].kind, batch.parsed[index].blocks)
        if !blocks.isEmpty { judge.fit.countLine(kind) }
        for place in blocks {
            let block = batch.blocks[place]
            let step = table.apply(Event(block: block, kind: kind, stamp: stamp))
            judgeOutcomes()
            if !judge.tellsNothing(step) {
                judge.weigh(batch.source.lines[index], of: batch.source, step, block, in: table.prefixes)
            }
        }
    }

    /// No line has come for `elapsed` of real time: judges what would be due by now, moves no clock.
    /// - Returns: whether that was all; if not, alerts wait that are to be taken first.
    package mutating func idle(for elapsed: Duration) -> Bool {
        let now = clock + elapsed
        return judge { $0.judgeCuts(dueAt: now, atMost: Self.blocksAtOnce) }
    }

    /// The end of a replay: judges every block that is still open.
    /// - Returns: as ``idle(for:)``.
    package mutating func end() -> Bool {
        judge { $0.end(atMost: Self.blocksAtOnce) }
    }

    private mutating func bringUpToDate() -> Bool {
        if !isUpToDate {
            let now = clock
            isUpToDate = judge { $0.advance(to: now, atMost: Self.blocksAtOnce) }
        }
        return isUpToDate && judge.alertCount < Self.maxAlerts
    }

    /// Judges what `next` finds in the table, until it says that this was all or too many alerts wait.
    private mutating func judge(_ next: (inout BlockTable) -> Bool) -> Bool {
        var isAll = false
        while !isAll && judge.alertCount < Self.maxAlerts {
            isAll = next(&table)
            judgeOutcomes()
        }
        return isAll
    }

    /// The alerts raised since the last call.
    package mutating func takeAlerts() -> [Alert] {
        if table.compactPrefixes() { judge.forgetPrefixes() }
        return judge.takeAlerts()
    }

    private mutating func judgeOutcomes() {
        if table.outcomes.isEmpty { return }
        for outcome in table.takeOutcomes() {
            switch outcome {
            case .cut(let block): judge.judge(block, in: table.prefixes)
            case .ended(let block, let slot): judge.forget(block, slot)
            }
        }
    }
}
