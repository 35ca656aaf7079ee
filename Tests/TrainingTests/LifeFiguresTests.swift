import Records
import Testing

@testable import Training

struct LifeFiguresTests {
    /// Pairs of an event's number and the second it comes at.
    static func life(_ events: [(Int, Int)]) -> BlockLife {
        let events = events.map {
            Event(block: BlockKey(number: 1), kind: .e($0.0), stamp: Stamp(milliseconds: Int64($0.1) * 1000))
        }
        var life = BlockLife(events[0])
        for event in events.dropFirst() { life.add(event, keepingAtMost: 1000) }
        return life
    }

    static func figures(_ lives: [BlockLife], _ isAbnormal: [Bool?]? = nil) -> LifeFigures {
        LifeFigures(
            lives, isAbnormal: isAbnormal ?? lives.map { _ in nil }, unfinishedAfter: .seconds(3600))
    }

    /// One replica: begun, silent for 70 s, written, at rest for 1,000 s, ordered away, silent for 200 s, deleted.
    static let whole = life([(22, 0), (5, 30), (11, 100), (9, 100), (26, 170), (23, 1170), (21, 1370)])
    static let begun = life([(5, 0), (22, 500)])

    @Test func silencesByWhatTheBlockIsAt() {
        let figures = Self.figures([Self.whole])
        #expect(figures.writesMs == Distribution([170_000]) && figures.durationsMs.all == Distribution([1_370_000]))
        #expect(figures.silences.unfinishedMs == Distribution([70_000]))
        #expect(figures.silences.atRestMs == Distribution([1_000_000]))
        #expect(figures.silences.atWorkAgainMs == Distribution([200_000]))
        #expect(figures.neverAtRest == 0)
    }

    @Test func whatAQuietAfterWouldDo() {
        let figures = Self.figures([Self.whole, Self.begun], [false, true])
        func counts(_ of: (QuietFigures) -> Int) -> [Int] { figures.quietAfter.map(of) }
        #expect(counts(\.quietAfter) == [60, 120, 300, 600, 1800, 3600])
        #expect(counts(\.judgedAgain) == [1, 1, 1, 1, 0, 0])
        #expect(counts(\.judgedUnfinished) == [1, 0, 0, 0, 0, 0])
        #expect(counts(\.judgedUnfinishedNormal) == [1, 0, 0, 0, 0, 0])
        #expect(counts(\.judgedAtWorkAgain) == [1, 1, 0, 0, 0, 0])
        // What holds only its beginning waits for unfinished_after.
        #expect(counts(\.onlyBegun) == [2, 1, 1, 0, 0, 0])
        #expect(figures.neverAtRest == 1)
    }

    @Test func aBeginningThatIsSilentForTooLongIsJudgedAllTheSame() {
        let figures = Self.figures([Self.life([(5, 0), (22, 4000)])], [false])
        #expect(figures.quietAfter.map(\.judgedUnfinished) == [1, 1, 1, 1, 1, 1])
    }

    @Test func partialLivesAreCountedAndLeftOut() {
        let figures = Self.figures([Self.life([(21, 0), (21, 9000)]), Self.whole])
        #expect(figures.lives == 2 && figures.partial == 1 && figures.durationsMs.all.count == 1)
        #expect(figures.quietAfter.last?.judgedAgain == 0)
    }

    /// A stamp behind the latest one is no silence, and hides none.
    @Test func silencesAreMeasuredFromTheLatestStamp() {
        let life = Self.life([(5, 100), (22, 40), (9, 160)])
        #expect(life.moments.map(\.silence) == [0, 0, 60_000] && life.moments.map(\.time) == [0, -60_000, 60_000])
        #expect(life.last - life.first == .seconds(60))
    }
}
