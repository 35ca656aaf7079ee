import Testing
import Training

struct ThresholdRuleTests {
    /// 0.9 abnormal, 0.8 normal, 0.7 abnormal twice, 0.4 normal twice, 0.3 abnormal, and 93 normal ones far below.
    static let scores: [(score: Float, isAbnormal: Bool)] =
        [(0.9, true), (0.8, false), (0.7, true), (0.7, true), (0.4, false), (0.4, false), (0.3, true)]
        + [(Float, Bool)](repeating: (0.01, false), count: 93)

    @Test func bestF1TakesTheThresholdNearestToAHalf() {
        let picked = ThresholdRule.bestF1.threshold(Self.scores)
        #expect(picked.value == 0.5 && picked.isMet)
        #expect(picked.reason.contains("1 false alarms among 96 normal blocks, 1 missed of 4 abnormal"), "\(picked)")
    }

    @Test func precisionFindsAsManyAsItAllows() {
        #expect(ThresholdRule.precision(1).threshold(Self.scores).value == 0.85)
        #expect(ThresholdRule.precision(0.75).threshold(Self.scores).value == 0.5)
        #expect(abs(ThresholdRule.precision(0.57).threshold(Self.scores).value - 0.155) < 1e-6)
    }

    /// 100 rows stand for a day.
    @Test func falseAlarmsADay() {
        func picked(_ alarms: Double) -> Float {
            ThresholdRule.falseAlarmsPerDay(alarms, blocksPerDay: 100).threshold(Self.scores).value
        }
        #expect(picked(0) == 0.85)
        #expect(picked(2.9) == 0.5)
        #expect(abs(picked(3) - 0.155) < 1e-6)
        #expect(ThresholdRule.falseAlarmsPerDay(1, blocksPerDay: 1000).threshold(Self.scores).value == 0.85)
    }

    @Test func whatCannotBeKeptToIsSaid() {
        let picked = ThresholdRule.precision(1).threshold([(0.9, false), (0.8, true), (0.1, false)])
        // It still finds something, as precisely as can be.
        #expect(!picked.isMet && picked.value == 0.5)
        #expect(!ThresholdRule.bestF1.threshold([]).isMet)
    }

    @Test func scoresAtTheEndsAreNoObstacle() {
        let picked = ThresholdRule.bestF1.threshold([(1, true), (1, true), (0, false)])
        #expect(picked.value == 0.5)
        let never = ThresholdRule.precision(1).threshold([(1, false), (1, true), (0, false)])
        #expect(!never.isMet)
        // Nothing lies between neighbouring numbers.
        let tight = ThresholdRule.bestF1.threshold([(Float(0.3).nextUp, true), (0.3, false)])
        #expect(tight.value == Float(0.3).nextUp)
    }
}
