import Glibc
import Records
import Testing

@testable import Reporting

struct TraceTests {
    private func trace(_ points: [(Double, Double)]) -> Trace {
        Trace(points: points.map { Trace.Point(x: $0.0, y: $0.1) })
    }

    /// How far the farthest of a line's points lies from another line.
    private func distance(of trace: Trace, to other: Trace) -> Double {
        let dots = other.dotted(every: 0.05)
        return trace.points.map { point in dots.map { hypot($0.x - point.x, $0.y - point.y) }.min() ?? .infinity }.max()
            ?? 0
    }

    @Test func aHundredThousandPointsLookTheSameWithFew() {
        // A ROC curve: nearly all of its shape lies in the first pixels.
        let full = trace((0...100_000).map { (Double($0) / 130, 300 - 300 * pow(Double($0) / 100_000, 0.05)) })
        let thin = full.thinned()
        #expect(thin.points.count <= 500)
        #expect(thin.points.first == full.points.first && thin.points.last == full.points.last)
        let sample = Trace(points: stride(from: 0, to: full.points.count, by: 997).map { full.points[$0] })
        #expect(distance(of: sample, to: thin) < 0.25)
    }

    @Test func noiseKeepsItsExtremes() {
        var random = RandomSource(seed: 7)
        let full = trace((0..<100_000).map { (Double($0) / 130, 100 * random.unit()) })
        let thin = full.thinned()
        #expect(thin.points.count == 500)
        let heights = thin.points.map(\.y)
        #expect((heights.min() ?? 9) < 1 && (heights.max() ?? 0) > 99)
    }

    @Test func aStraightLineIsTwoPointsAndALoopIsKept() {
        #expect(trace((0...50).map { (Double($0), 2 * Double($0)) }).thinned().points.count == 2)
        let loop = trace([(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)])
        #expect(loop.thinned() == loop)
    }

    @Test func fewOrNoPointsStay() {
        for points in [[], [(1.0, 1.0)], [(1, 1), (2, 2)]] { #expect(trace(points).thinned() == trace(points)) }
        #expect(trace([(1, 1), (1, 1), (1, 1)]).thinned().points.count == 1)
    }

    @Test func valuesHoldForwardsOrBackwards() {
        let steps = trace([(0, 0), (1, 5)])
        #expect(steps.stepped(.holdingForward) == trace([(0, 0), (1, 0), (1, 5)]))
        #expect(steps.stepped(.holdingBackward) == trace([(0, 0), (0, 5), (1, 5)]))
        #expect(steps.stepped(.straight) == steps)
        #expect(trace([]).stepped(.holdingForward) == trace([]))
    }

    @Test func becomesAPath() { #expect(trace([(0, 1.26), (2, 3)]).path == "M0 1.3L2 3") }
}
