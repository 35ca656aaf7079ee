import Testing

@testable import Training

struct DistributionTests {
    @Test func quantilesAreValuesThatOccur() {
        let hundred = Distribution(1...100)
        #expect([1, 5, 50, 99, 100].map { hundred.quantile($0) } == [1, 5, 50, 99, 100])
        let few = Distribution([7, 3])
        #expect([1, 50, 51, 99].map { few.quantile($0) } == [3, 3, 7, 7])
        #expect(few.mean == 5 && few.max == 7)
    }

    @Test func countedPairsAreAsManyValues() {
        let counted = Distribution(counted: [(2, 3), (1, 1), (2, 1), (9, 0)])
        #expect(counted == Distribution([2, 2, 1, 2, 2]))
        #expect(counted.count == 5 && counted.count(above: 1) == 4 && counted.count(above: 2) == 0)
        #expect(counted.cumulated.map(\.share) == [0.2, 1])
    }

    @Test func ofNothingNothingIsSaid() {
        let none = Distribution([])
        #expect(none.quantile(50) == nil && none.mean == nil && none.max == nil && none.cumulated.isEmpty)
    }
}
