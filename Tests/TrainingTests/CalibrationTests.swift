import Glibc
import Records
import Scoring
import Testing
import Training

struct CalibrationTests {
    /// Rows whose chance is known: it finds the line that the logits were bent by.
    @Test func findsTheChances() {
        var random = RandomSource(seed: 5)
        let rows = (0..<40000).map { _ in
            let truth = 8 * random.unit() - 4
            return (logit: Float(3 * truth + 5), isAbnormal: random.chance(1 / (1 + exp(-truth))))
        }
        let calibration = Calibration(rows)
        #expect(abs(calibration.scale - 1 / 3) < 0.02, "\(calibration)")
        #expect(abs(calibration.offset + 5 / 3) < 0.1, "\(calibration)")
    }

    @Test func classesThatPartCleanlyGiveAFiniteScale() {
        let rows: [(logit: Float, isAbnormal: Bool)] = (0..<100).map { index in
            (logit: index < 50 ? -1 : 1, isAbnormal: index >= 50)
        }
        let calibration = Calibration(rows)
        #expect(calibration.scale > 1 && calibration.scale < 100)
    }

    @Test(arguments: [true, false]) func oneClassAloneSaysNothing(_ isAbnormal: Bool) {
        let calibration = Calibration([(1, isAbnormal), (2, isAbnormal)])
        #expect(calibration.scale == 1 && calibration.offset == 0)
        #expect(Calibration([]).scale == 1)
    }

    @Test(arguments: ["gru", "lstm2"]) func foldsIntoTheClassifier(_ name: String) throws {
        let model = try GradientTests.model(name)
        var rows: [(logit: Float, isAbnormal: Bool)] = []
        for index in 0..<90 { rows.append((Float(index) / 10, index % 5 == 0 || index > 60)) }
        let calibration = Calibration(rows)
        #expect(calibration.scale != 1 && calibration.offset != 0)
        let lessons = try GradientTests.lessons(name)
        var (plain, folded) = (Gradient(model.weights), Gradient(calibration.folded(into: model.weights)))
        for (one, other) in zip(plain.score(lessons), folded.score(lessons)) {
            let expected = Float(calibration.scale) * one + Float(calibration.offset)
            #expect(abs(expected - other) < 1e-4)
        }
    }
}
