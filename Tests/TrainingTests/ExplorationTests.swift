import Records
import Testing

@testable import Training

struct ExplorationTests {
    static func row(_ id: String, _ events: [Int], _ isAbnormal: Bool?) -> SequenceRow {
        SequenceRow(id: id, events: events.map { .e($0) }, isAbnormal: isAbnormal)
    }

    static let rows = [
        row("a", [5, 22, 9], false), row("b", [5, 22, 9], false), row("c", [5, 22, 9], true),
        row("d", [22, 5, 9], true),
        row("e", [26, 9], nil), row("e", [], false), row("f", [5, 22], true),
    ]

    @Test func classesAndIds() {
        let figures = Exploration(Self.rows)
        #expect(figures.rows == ClassCounts(normal: 3, abnormal: 3, unlabelled: 1))
        #expect(figures.emptyRows == ClassCounts(normal: 1))
        #expect(figures.repeatedIds == 1 && figures.rowsWithRepeatedId == 2)
    }

    @Test func lengthsByClass() {
        let long = Self.row("long", Array(repeating: 3, count: 20), false)
        let lengths = Exploration(Self.rows + [long]).lengths
        #expect(lengths.all.events.values == [0, 2, 3, 20] && lengths.all.events.counts == [1, 2, 4, 1])
        #expect(lengths.normal?.longerThanWindow == 1 && lengths.normal?.shareLongerThanWindow == 0.25)
        #expect(lengths.abnormal?.longerThanWindow == 0 && lengths.abnormal?.events.max == 3)
    }

    @Test func eventsByClass() {
        let events = Exploration(Self.rows).events
        #expect(events.map(\.event) == [.e(5), .e(9), .e(22), .e(26)])
        #expect(events[0].template.contains("Receiving block"))
        #expect(events[0].presence.all == .init(blocks: 5, share: 5.0 / 7, meanCount: 5.0 / 7))
        #expect(events[0].presence.normal?.share == 2.0 / 3 && events[0].presence.abnormal?.share == 1)
        #expect(events[0].timesMoreOftenInAbnormal == 1.5)
        // Only a row without a label has it.
        #expect(events[3].presence.normal?.blocks == 0 && events[3].timesMoreOftenInAbnormal == nil)
    }

    @Test func repeats() {
        let figures = Exploration(Self.rows)
        #expect(figures.repeats.all.distinctSequences == 5 && figures.repeats.all.distinctCountVectors == 4)
        #expect(figures.repeats.abnormal?.distinctSequences == 3 && figures.repeats.abnormal?.distinctCountVectors == 2)
        #expect(figures.repeats.all.mostFrequent == [.init(sequences: 1, rows: 3, share: 3.0 / 7)])
        #expect(figures.repeats.normal?.cumulated == [2.0 / 3, 1])
        #expect(figures.mostFrequent.count == 5)
        #expect(figures.mostFrequent[0].events == [.e(5), .e(22), .e(9)])
        #expect(figures.mostFrequent[0].rows == ClassCounts(normal: 2, abnormal: 1))
        #expect(figures.mostFrequentAbnormal.map(\.rows.abnormal) == [1, 1, 1])
    }

    @Test func contradictionsByWhatIsSeen() throws {
        // The same last 19 events; the labels differ with what stands before them.
        let tail = Array(repeating: 4, count: 19)
        let windows = [
            Self.row("x", [5] + tail, false), Self.row("y", [22] + tail, true), Self.row("z", [22] + tail, true),
        ]
        let views = try #require(Exploration(Self.rows + windows).contradictions)
        #expect(views.map(\.view) == [.sequence, .counts, .window])
        #expect(views.map(\.contradictory) == [1, 1, 2])
        // Of counts, the sequences of rows a to d are one.
        #expect(views.map(\.rows) == [3, 4, 6] && views.map(\.unavoidableErrors) == [1, 2, 2])
        #expect(views[0].examples == [.init(events: [.e(5), .e(22), .e(9)], normal: 2, abnormal: 1)])
        #expect(views[1].examples == [.init(events: [.e(5), .e(9), .e(22)], normal: 2, abnormal: 2)])
    }

    @Test func beginnings() {
        let figures = Exploration(Self.rows).beginnings
        #expect(figures.first.map(\.event) == [.e(5), .e(22), .e(26)])
        #expect(figures.partial == ClassCounts(unlabelled: 1) && figures.withoutBoth == ClassCounts(unlabelled: 1))
    }

    @Test func leakage() throws {
        let rows = Array(Self.rows.prefix(4)) + [Self.row("g", [22, 5, 9], false), Self.row("h", [9], false)]
        let split = ["a": "train", "b": "test", "c": "test", "d": "dev", "g": "test", "nobody": "train"]
        let leakage = try #require(Exploration(rows, split: split).leakage)
        #expect(leakage.idsWithoutRow == 1 && leakage.rowsInNoPart == 1)
        #expect(leakage.parts.map(\.name) == ["train", "test", "dev"])
        let (train, test, dev) = (leakage.parts[0], leakage.parts[1], leakage.parts[2])
        #expect(train.alsoInTrain == nil && train.alsoInOthers == ClassCounts(normal: 1))
        #expect(test.rows == ClassCounts(normal: 2, abnormal: 1))
        #expect(test.alsoInTrain == ClassCounts(normal: 1, abnormal: 1))
        #expect(test.alsoInOthers == ClassCounts(normal: 2, abnormal: 1) && test.inNoOther == ClassCounts())
        #expect(dev.alsoInTrain == ClassCounts() && dev.alsoInOthers == ClassCounts(abnormal: 1))
    }

    @Test func withoutLabelsWhatNeedsThemIsLeftOut() {
        let figures = Exploration(Self.rows.map { SequenceRow(id: $0.id, events: $0.events, isAbnormal: nil) })
        #expect(figures.rows == ClassCounts(unlabelled: 7) && figures.contradictions == nil && figures.leakage == nil)
        #expect(figures.lengths.normal == nil && figures.lengths.classes.map(\.name) == ["all"])
        #expect(figures.events.allSatisfy { $0.timesMoreOftenInAbnormal == nil })
        #expect(figures.mostFrequentAbnormal.isEmpty)
    }

    @Test func nothingIsNoReasonToFail() {
        let figures = Exploration([])
        #expect(figures.rows.total == 0 && figures.lengths.all.events.quantile(50) == nil)
        #expect(figures.repeats.all.mostFrequent == [.init(sequences: 1, rows: 0, share: 0)])
    }
}
