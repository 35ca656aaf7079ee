import Testing

@testable import Reporting

struct ScaleTests {
    @Test(arguments: [
        ([0.0, 1.0], ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]), ([1, 20], ["0", "5", "10", "15", "20"]),
        ([-3, 7], ["−4", "−2", "0", "2", "4", "6", "8"]),
        ([0, 93_334], ["0", "20,000", "40,000", "60,000", "80,000", "100,000"]),
        ([0.98, 0.99], ["0.980", "0.982", "0.984", "0.986", "0.988", "0.990"]),
        ([0, 1e-6], ["0", "2e−7", "4e−7", "6e−7", "8e−7", "10e−7"]),
        ([0, 3e7], ["0", "5e6", "10e6", "15e6", "20e6", "25e6", "30e6"]),
    ])
    func namesRoundValues(_ values: [Double], _ labels: [String]) {
        #expect(Scale(Axis("x"), values: values).ticks(atMost: 7).map(\.label) == labels)
    }

    @Test(arguments: [
        ([0.5, 20_000.0], ["1", "10", "100", "1,000", "10,000"]),
        ([1, 100], ["1", "2", "5", "10", "20", "50", "100"]),
        ([1e-9, 1], ["1e−8", "1e−6", "0.0001", "0.01", "1"]), ([30, 31], ["20", "50"]),
    ])
    func namesPowers(_ values: [Double], _ labels: [String]) {
        #expect(Scale(Axis("x", .log), values: values).ticks(atMost: 7).map(\.label) == labels)
    }

    /// Whatever the values: ends apart, ticks between the ends and no more than asked for.
    @Test(
        arguments: [[Double]]([
            [], [0], [5], [-1e-30], [1e15, 1e15 + 0.1], [.nan, Double.infinity, -Double.infinity], [-1e308, 1e308],
            [Double.leastNonzeroMagnitude, 1], [0, Double.leastNonzeroMagnitude], [1e-310, 2e-310], [1e-281, 3e-281],
            [-1e299, 1e299], [0.1, 0.1], [1, 1 + 1e-11], [-5, -4],
        ]))
    func survives(_ values: [Double]) throws {
        for progression in [Axis.Progression.linear, .log] {
            let scale = Scale(Axis("x", progression), values: values)
            #expect(scale.upper > scale.lower)
            for limit in [2, 5, 10] {
                let ticks = scale.ticks(atMost: limit)
                #expect(ticks.count <= limit)
                for tick in ticks {
                    let position = try #require(scale.position(tick.value))
                    #expect(position > -1e-6 && position < 1 + 1e-6)
                }
            }
        }
    }

    @Test func keepsToAGivenRangeUnlessItIsNone() {
        #expect(Scale(Axis("x", range: 0.3...0.7), values: [0, 1]).lower == 0.3)
        #expect(Scale(Axis("x", range: 0.3...0.3), values: [0, 1]).lower == 0)
        // Ticks so near to each other were no numbers.
        #expect(Scale(Axis("x", range: 0...1e-310), values: [0, 1]).upper == 1)
        #expect(Scale(Axis("x", .log, range: 0...7), values: [1, 10]).lower == 1)
    }

    @Test func placesValues() {
        let log = Scale(Axis("x", .log), values: [1, 100])
        #expect(log.position(10) == 0.5)
        #expect(log.position(0) == nil)
        #expect(log.position(-1) == nil)
        #expect(log.position(.nan) == nil)
        #expect(Scale(Axis("x"), values: [0, 10]).position(5) == 0.5)
    }
}
