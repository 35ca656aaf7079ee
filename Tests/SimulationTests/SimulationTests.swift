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

    @Test func aDataNodeThatDiesBreaksWhatIsWrittenThroughIt() {
        func log(_ deathAfter: Duration?) -> (lines: [String], broken: Int) {
            var simulation = Simulation(blocks: 4000, abnormalFraction: 0, seed: 1, deathAfter: deathAfter)
            var lines: [String] = []
            while let line = simulation.nextLine() { lines.append(line) }
            return (lines, simulation.labels.count { $0.fault == "broken_pipe" })
        }
        let (whole, none) = log(nil)
        let (lines, broken) = log(.seconds(3600))
        #expect(none == 0 && (2...20).contains(broken))
        // Until it dies nothing is different; after it has been missed nothing is written to it.
        let same = zip(whole, lines).prefix { $0 == $1 }.map(\.0)
        #expect(
            same.last?.hasPrefix("240301 0859") == true || same.last?.hasPrefix("240301 0900") == true,
            "\(same.last ?? "")")
        let writes = lines.filter { $0.contains("dest: /192.168.10.25:") }
        #expect(writes.last.map { $0 < "240301 0911" && $0 > "240301 090" } == true)
    }

    @Test func faultsOccurAsOftenAsAskedFor() {
        let labels = Self.lines().labels
        #expect(labels.count == 200)
        #expect((25...60).contains(labels.count { $0.isAbnormal }))
        #expect(labels.allSatisfy { $0.isAbnormal == ($0.fault != "none") })
        #expect(Set(labels.map(\.fault)).count >= 5)
    }
}
