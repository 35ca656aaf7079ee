import Records
import Testing

@testable import Alerting

struct AlertReaderTests {
    func read(_ text: String) -> ReadAlert? {
        var reader = AlertReader()
        return reader.read(Array(text.utf8)[...], at: 0)
    }

    @Test(arguments: Alert.State.allCases) func whatWasWrittenIsRead(_ state: Alert.State) throws {
        let alert = sampleAlert(state: state)
        let read = try #require(self.read(String(decoding: AlertLine.encode(alert), as: UTF8.self)))
        #expect(read.id == alert.id && read.state == state && read.resolves == alert.resolves)
        #expect(read.block == "blk_-7" && read.score == 0.75 && read.threshold == 0.5 && read.severity == .critical)
        #expect(read.reason == "Because." && read.decidedBy == "quiet" && read.lines == 2)
        #expect(read.firstSeen == alert.verdict.block.first && read.lastSeen == alert.verdict.block.last)
        #expect(read.emittedAt == alert.emittedAt && read.events == alert.events)
        let evidence = try #require(read.evidence.first)
        #expect(evidence.event == .e(5) && evidence.line == "a line" && evidence.offset == 12)
        #expect(evidence.file == "/var/log/a.log" && evidence.contribution == 0.5)
        #expect(read.model == ReadAlert.Model(name: "m", sha256: "abc"))
    }

    @Test func whatIsNotKnownIsNil() throws {
        let line = AlertLine.encode(sampleAlert(line: nil))
        let evidence = try #require(read(String(decoding: line, as: UTF8.self))?.evidence.first)
        #expect(evidence.line == nil && evidence.file == nil && evidence.offset == nil)
    }

    @Test func keysOfLaterVersionsArePassedOver() {
        let line = String(decoding: AlertLine.encode(sampleAlert()), as: UTF8.self)
        #expect(read(line.replacing("{\"schema\"", with: "{\"cluster\":{\"a\":[1]},\"schema\"")) != nil)
    }

    @Test func strangersAreCountedWithTheFirstOnesPlace() {
        let good = String(decoding: AlertLine.encode(sampleAlert()), as: UTF8.self)
        let strangers = [
            String(good.prefix(100)), "x", "{}", "[]", "null", "\u{0}",
            good.replacing("\"schema\":1", with: "\"schema\":2"),
            good.replacing("firing", with: "burning"), good.replacing("\"E5\",\"unknown\"", with: "\"E31\""),
            good.replacing("1970-01-01T00:00:03Z", with: "now"), String(repeating: "[", count: 100_000),
            good.replacing("\"offset\":12", with: "\"offset\":-1"), good + good,
        ]
        var reader = AlertReader()
        for (index, line) in strangers.enumerated() {
            #expect(reader.read(Array(line.utf8)[...], at: UInt64(index + 5)) == nil, "\(line.prefix(200))")
        }
        #expect(reader.read([0xFF, 0xFE][...], at: 99) == nil && reader.alerts == 0)
        #expect(reader.takeStrangers() == AlertReader.Strangers(count: strangers.count + 1, first: 5))
        #expect(reader.read(Array(good.utf8)[...], at: 0) != nil && reader.alerts == 1)
        #expect(reader.takeStrangers() == nil)
    }
}
