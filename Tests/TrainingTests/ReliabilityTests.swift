import Testing
import Training

struct ReliabilityTests {
    @Test func binsHoldMeansAndShares() {
        let reliability = Reliability([(0.01, false), (0.03, false), (0.93, true), (0.97, false), (1, true)])
        #expect(reliability.bins.map(\.rows) == [2, 3])
        #expect(abs(reliability.bins[0].meanScore - 0.02) < 1e-6 && reliability.bins[0].abnormalShare == 0)
        #expect(abs(reliability.bins[1].abnormalShare - 2.0 / 3) < 1e-9)
        #expect(abs(reliability.error - (2 * 0.02 + 3 * abs(2.9 / 3 - 2.0 / 3)) / 5) < 1e-6)
    }

    @Test func nothingIsNoObstacle() {
        #expect(Reliability([]).bins.isEmpty && Reliability([]).error == 0)
    }
}
