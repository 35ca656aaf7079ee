import Parsing
import Records
import Simulation
import Testing

struct SimulationTests {
    static func lines(_ layout: Simulation.Layout = .hdfsV1, seed: UInt64 = 4) -> (
        lines: [String], labels: [Simulation.Label]
    ) {
        var simulation = Simulation(blocks: 200, abnormalFraction: 0.2, seed: seed, layout: layout)
        var lines: [String] = []
        while let line = simulation.nextLine() { lines.append(line) }
        return (lines, simulation.labels)
    }

    @Test func theSameSeedGivesTheSameLog() {
        #expect(Self.lines().lines == Self.lines().lines)
        #expect(Self.lines().lines != Self.lines(seed: 5).lines)
    }

    @Test(arguments: Simulation.Layout.allCases)
    func everyLineMatchesATemplateAndTimeGoesOn(_ layout: Simulation.Layout) throws {
        let parser = LineParser(matcher: TemplateMatcher(try Template.published()))
        let (lines, labels) = Self.lines(layout)
        var latest = Stamp.distantPast
        var named: Set<BlockKey> = []
        for line in lines {
            var blocks: [BlockKey] = []
            let bytes = Array(line.utf8)
            let parsed = parser.parse(bytes.span, from: 0, to: bytes.count, into: &blocks)
            #expect(parsed.kind != .unknown && blocks.count == 1, "\(line)")
            let stamp = try #require(parsed.civil)
            #expect(stamp >= latest)
            latest = stamp
            named.formUnion(blocks)
        }
        #expect(named == Set(labels.map(\.block)))
    }

    @Test func faultsOccurAsOftenAsAskedFor() {
        let labels = Self.lines().labels
        #expect(labels.count == 200)
        #expect((25...60).contains(labels.count { $0.isAbnormal }))
        #expect(labels.allSatisfy { $0.isAbnormal == ($0.fault != "none") })
        #expect(Set(labels.map(\.fault)).count >= 5)
    }
}
