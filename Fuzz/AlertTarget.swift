import Foundation
import Records

@testable import Alerting

/// Whatever a line, a path or a model's name holds, an alert is one line of JSON that says just that, and its fields
/// in the journal are the ones that we meant.
enum AlertTarget: FuzzTarget {
    static func seeds() -> [[UInt8]] {
        let lines = [
            "081109 203518 143 INFO a: \u{1B}[31m \"x\" \\ \u{7F}\r\n\t\0",
            "\u{202E}\u{2066}\u{2028}\u{85}\u{FEFF}\u{D7FF}😀",
        ]
        return lines.map { line in
            [0, 1, 3] + line.asPiece + "/var/log/a\nb".asPiece + "m\nPRIORITY=0".asPiece + "Because".asPiece + [1, 2]
        } + [[3, 0] + [0xFF, 0xC3, 0xED, 0xA0, 0x80, 0xF4, 0x90].asPiece]
    }

    static let words = [
        "\\u0000", "\u{2029}", "\u{200F}", "\u{9B}", "\u{FFFE}", "\"", "\",\"id\":\"", "\nMESSAGE=", "\u{1}\u{0}",
    ]

    static func run(_ input: FuzzInput) throws {
        var input = input
        let alert = alert(&input)
        let line = AlertLine.encode(alert)
        expect(line.last == 10 && !line.dropLast().contains(10), "not one line")
        guard let text = String(validating: line.dropLast(), as: UTF8.self) else { fatalError("no UTF-8") }
        expect(!text.unicodeScalars.contains { $0.isDangerous }, "a control in the line")
        expect(AlertLine.id(of: line[...]) == alert.id, "its id is not found")
        let json = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
        guard let json, let evidence = json["evidence"] as? [[String: Any]] else { fatalError("no object") }
        expect(json["reason"] as? String == alert.reason && json["id"] as? String == alert.id, "other words")
        expect((json["model"] as? [String: Any])?["name"] as? String == alert.modelName, "another model")
        expect(json["lines"] as? Int == alert.verdict.block.lines && json.count == keyCount(alert), "other keys")
        expect(evidence.count == alert.evidence.count, "other evidence")
        for (read, written) in zip(evidence, alert.evidence) { check(read, written) }
        checkJournal(alert)
        checkReader(line.dropLast(), alert)
    }

    /// What we write we read; what somebody else wrote, in any bytes, is passed over or read.
    private static func checkReader(_ line: ArraySlice<UInt8>, _ alert: Alert) {
        var reader = AlertReader()
        let read = reader.read(line, at: 0)
        expect(read?.id == alert.id && read?.reason == alert.reason, "it cannot be read")
        expect(read?.emittedAt == alert.emittedAt && read?.events == alert.events, "read as another")
        for host in read?.hosts ?? [] { expect(!host.unicodeScalars.contains { $0.isDangerous }, "no host") }
        for cut in [line.count / 3, line.count - 1] {
            expect(reader.read(line.prefix(cut), at: 0) == nil, "half an alert")
        }
    }

    private static func keyCount(_ alert: Alert) -> Int { alert.resolves == nil ? 16 : 17 }

    private static func check(_ read: [String: Any], _ written: Alert.Evidence) {
        expect(read["line"] as? String == written.line.map { String(decoding: $0, as: UTF8.self) }, "another line")
        expect(
            read["file"] as? String == written.file && read["template"] as? String == written.template, "another file")
        expect(read["offset"] as? UInt64 == written.offset && read.count == 6, "another place")
    }

    private static func checkJournal(_ alert: Alert) {
        let fields = JournalWriter.fields(of: alert)
        let names = fields.map { $0.prefix { $0 != UInt8(ascii: "=") } }
        expect(Set(names).count == fields.count, "a field stands twice")
        for field in fields {
            let text = String(validating: field, as: UTF8.self)
            expect(text?.unicodeScalars.contains { $0.isDangerous } == false, "a field that breaks out")
        }
    }

    private static func alert(_ input: inout FuzzInput) -> Alert {
        let state = input.flag() ? Alert.State.resolved : .firing
        let count = input.index(below: 6)
        let block = Block(
            key: BlockKey(number: Int64(bitPattern: input.integer())), prefix: .empty,
            first: stamp(&input), last: stamp(&input), lines: Int(UInt32(truncatingIfNeeded: input.integer())),
            decidedBy: input.pick(DecidedBy.allCases))
        return Alert(
            id: AlertID.of(block, state), state: state, resolves: state == .resolved ? input.text() : nil,
            verdict: Verdict(block: block, score: fraction(&input), threshold: fraction(&input)), severity: .critical,
            reason: input.text(), emittedAt: stamp(&input), events: [.e(5), .unknown],
            evidence: (0..<count).map { _ in
                Alert.Evidence(
                    event: .e(5), template: input.text(), line: input.flag() ? nil : input.piece(),
                    file: input.flag() ? nil : input.text(), offset: input.flag() ? nil : input.integer(),
                    contribution: fraction(&input) * 2 - 1)
            }, modelName: input.text(), modelSHA256: "abc")
    }

    /// From the year 0 to the year 9999.
    private static func stamp(_ input: inout FuzzInput) -> Stamp {
        Stamp(milliseconds: Int64(input.integer() % 315_569_520_000_000) - 62_167_219_200_000)
    }

    private static func fraction(_ input: inout FuzzInput) -> Float {
        let value = Float(bitPattern: UInt32(truncatingIfNeeded: input.integer()))
        return value >= 0 && value <= 1 ? value : 0.25
    }
}
