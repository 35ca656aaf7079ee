import Foundation
import Records
import Testing

@testable import Alerting

/// An alert of a block that was cut off, with one line of evidence.
func sampleAlert(line: [UInt8]? = Array("a line".utf8), number: Int64 = -7, state: Alert.State = .firing) -> Alert {
    let block = Block(
        key: BlockKey(number: number), prefix: .empty, first: Stamp(milliseconds: 1_000),
        last: Stamp(milliseconds: 2_500),
        lines: 2, decidedBy: .quiet)
    return Alert(
        id: AlertID.of(block, state), state: state, resolves: state == .resolved ? "former" : nil,
        verdict: Verdict(block: block, score: 0.75, threshold: 0.5), severity: .critical, reason: "Because.",
        emittedAt: Stamp(milliseconds: 3_000), events: [.e(5), .unknown],
        evidence: [
            Alert.Evidence(
                event: .e(5), template: "<*>Receiving block<*>", line: line, file: line == nil ? nil : "/var/log/a.log",
                offset: line == nil ? nil : 12, contribution: 0.5)
        ],
        modelName: "m", modelSHA256: "abc")
}

struct AlertLineTests {
    func decoded(_ alert: Alert) throws -> [String: Any] {
        let bytes = AlertLine.encode(alert)
        #expect(bytes.last == UInt8(ascii: "\n") && bytes.dropLast().allSatisfy { $0 >= 0x20 && $0 != 0x7F })
        return try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    @Test func hasTheContractsKeys() throws {
        let line = try decoded(sampleAlert())
        #expect(line["schema"] as? Int == 1 && line["block"] as? String == "blk_-7" && line["score"] as? Double == 0.75)
        #expect(line["first_seen"] as? String == "1970-01-01T00:00:01Z")
        #expect(line["last_seen"] as? String == "1970-01-01T00:00:02.500Z")
        #expect(line["events"] as? [String] == ["E5", "unknown"])
        #expect(line["decided_by"] as? String == "quiet" && line["severity"] as? String == "critical")
        #expect(line["resolves"] == nil)
        let evidence = try #require((line["evidence"] as? [[String: Any]])?.first)
        #expect(evidence["offset"] as? Int == 12 && evidence["line"] as? String == "a line")
        #expect(try decoded(sampleAlert(state: .resolved))["resolves"] as? String == "former")
    }

    @Test func whatIsNotKnownIsNull() throws {
        let evidence = try #require((decoded(sampleAlert(line: nil))["evidence"] as? [[String: Any]])?.first)
        #expect(evidence["line"] is NSNull && evidence["file"] is NSNull && evidence["offset"] is NSNull)
    }

    @Test(arguments: [
        Array("\u{1B}[31mred\u{7} \"quoted\" back\\slash \u{7F}\r\n\t\0".utf8), [0xFF, 0xFE, 0x41, 0xC3],
        Array("turn \u{202E}around\u{2066} \u{2028} \u{85} \u{200F}".utf8),
    ])
    func hostileLinesStayText(_ hostile: [UInt8]) throws {
        let evidence = try #require((decoded(sampleAlert(line: hostile))["evidence"] as? [[String: Any]])?.first)
        #expect(evidence["line"] as? String == String(decoding: hostile, as: UTF8.self))
        let text = String(decoding: AlertLine.encode(sampleAlert(line: hostile)).dropLast(), as: UTF8.self)
        #expect(!text.unicodeScalars.contains { $0.isDangerous })
    }

    /// In the journal's text forms a newline in a value would begin another field.
    @Test func theJournalsFieldsAreOurs() {
        var alert = sampleAlert(state: .resolved)
        alert.modelName = "m\nPRIORITY=0\u{1B}[2J"
        let fields = JournalWriter.fields(of: alert).map { String(decoding: $0, as: UTF8.self) }
        #expect(fields.contains("BLOCKWATCH_MODEL=m\\u000aPRIORITY=0\\u001b[2J"))
        #expect(fields.count { $0.hasPrefix("PRIORITY=") } == 1 && fields.contains("BLOCKWATCH_RESOLVES=former"))
        #expect(fields.allSatisfy { !$0.unicodeScalars.contains { $0.isDangerous } })
    }

    @Test func idsFollowFromBlockStateStampsAndLinesAlone() {
        let one = sampleAlert()
        #expect(one.id.count == 32)
        #expect(one.id == sampleAlert(line: nil).id)
        #expect(one.id != sampleAlert(number: 7).id && one.id != sampleAlert(state: .resolved).id)
    }
}
