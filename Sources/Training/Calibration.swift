import Glibc
import Scoring

/// Scores made into chances (Platt 1999, "Probabilistic outputs for support vector machines"; fitted as Lin, Lin and
/// Weng 2007 do it): logit' = scale·logit + offset, with the smallest cross-entropy on rows that were held out. It keeps
/// the order of the scores and folds into the classifier.
package struct Calibration: Sendable, Hashable {
    /// Above 0.
    package private(set) var scale = 1.0
    package private(set) var offset = 0.0

    /// Of rows of both classes; otherwise it changes nothing.
    package init(_ rows: [(logit: Float, isAbnormal: Bool)]) {
        let positives = Double(rows.count { $0.isAbnormal })
        let negatives = Double(rows.count) - positives
        guard positives > 0 && negatives > 0 else { return }
        // Targets drawn a little towards each other, so that classes that part cleanly do not drive the scale to ∞.
        let (high, low) = ((positives + 1) / (positives + 2), 1 / (negatives + 2))
        let samples = rows.map { (x: Double($0.logit), target: $0.isAbnormal ? high : low) }
        var loss = Self.loss(samples, scale, offset)
        for _ in 0..<100 {
            // Newton's step, halved until it gets better.
            var (toScale, toOffset, a, b, c) = (0.0, 0.0, 1e-9, 0.0, 1e-9)
            for (x, target) in samples {
                let p = 1 / (1 + exp(-(scale * x + offset)))
                let weight = max(p * (1 - p), 1e-12)
                toScale += (p - target) * x
                toOffset += p - target
                a += weight * x * x
                b += weight * x
                c += weight
            }
            let determinant = a * c - b * b
            guard determinant > 0, abs(toScale) + abs(toOffset) > 1e-7 * Double(rows.count) else { return }
            let step = (
                scale: (c * toScale - b * toOffset) / determinant, offset: (a * toOffset - b * toScale) / determinant
            )
            var share = 1.0
            while true {
                let (nextScale, nextOffset) = (scale - share * step.scale, offset - share * step.offset)
                let next = Self.loss(samples, nextScale, nextOffset)
                if nextScale > 0 && next < loss {
                    (scale, offset, loss) = (nextScale, nextOffset, next)
                    break
                }
                share /= 2
                if share < 1e-6 { return }
            }
        }
    }

    private static func loss(_ samples: [(x: Double, target: Double)], _ scale: Double, _ offset: Double) -> Double {
        samples.reduce(0) { sum, sample in
            let logit = scale * sample.x + offset
            return sum + max(logit, 0) - sample.target * logit + log1p(exp(-abs(logit)))
        }
    }

    /// The weights whose scores are calibrated.
    package func folded(into weights: Weights) -> Weights {
        var folded = weights
        for index in weights.ranges.classifierWeight { folded.values[index] *= Float(scale) }
        let bias = weights.ranges.classifierBias
        folded.values[bias] = folded.values[bias] * Float(scale) + Float(offset)
        return folded
    }
}
