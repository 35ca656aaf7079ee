import Foundation
import Records
import TestSupport
import Testing

@testable import Alerting

@Suite(.enabled(if: AlertSchema.canValidate, "python3-jsonschema is not installed")) struct AlertSchemaTests {
    func line(_ state: Alert.State = .firing, _ text: [UInt8]? = Array("a line".utf8)) -> String {
        var alert = sampleAlert(line: text, state: state)
        alert.modelSHA256 = String(repeating: "0a", count: 32)
        if state == .resolved { alert.resolves = sampleAlert().id }
        return String(decoding: AlertLine.encode(alert), as: UTF8.self)
    }

    @Test func whatIsWrittenObeysIt() throws {
        let hostile = line(.firing, [0xFF] + Array("\u{1B}[31m\u{202E}".utf8) + [UInt8](repeating: 0x80, count: 500))
        let faults = try AlertSchema.faults(in: line() + line(.resolved) + line(.firing, nil) + hostile)
        #expect(faults == "")
    }

    @Test func aWrongAlertDoesNot() throws {
        let wrong: [(String, String)] = [
            ("\"schema\":1", "\"schema\":2"), ("\"state\":\"firing\"", "\"state\":\"burning\""),
            ("\"state\":\"firing\"", "\"state\":\"resolved\""), ("\"id\":\"", "\"id\":\"x"), ("blk_-7", "7"),
            ("\"score\":0.75", "\"score\":1.5"), ("\"score\":0.75", "\"score\":\"0.75\""), ("critical", "fatal"),
            ("\"reason\":\"Because.\",", ""), ("\"quiet\"", "\"silence\""), ("1970-01-01T00:00:01Z", "yesterday"),
            ("\"lines\":2", "\"lines\":0"), ("\"E5\",\"unknown\"", "\"E31\""), ("\"offset\":12", "\"offset\":-1"),
            ("\"line\":\"a line\",", ""), ("\"contribution\":0.5", "\"contribution\":null"), ("0a0a", "zz"),
            ("\"state\":\"firing\"", "\"state\":\"firing\",\"resolves\":\"\(sampleAlert().id)\""),
        ]
        for (good, bad) in wrong {
            let line = line()
            try #require(line.contains(good))
            #expect(try AlertSchema.faults(in: line.replacing(good, with: bad, maxReplacements: 1)) != "", "\(bad)")
        }
    }

    /// A key that it does not describe would be one that nobody knows of.
    @Test func itDescribesEveryKey() throws {
        let schema = try Data(contentsOf: Places.root.appending(path: "etc/alert.schema.json"))
        let described = try #require(
            (JSONSerialization.jsonObject(with: schema) as? [String: Any])?["properties"] as? [String: [String: Any]])
        let alert = try #require(JSONSerialization.jsonObject(with: Data(line(.resolved).utf8)) as? [String: Any])
        #expect(Set(described.keys) == Set(alert.keys))
        #expect(described.values.allSatisfy { $0["description"] is String })
        let items = try #require((described["evidence"]?["items"] as? [String: Any])?["properties"] as? [String: Any])
        #expect(Set(items.keys) == Set(try #require(alert["evidence"] as? [[String: Any]])[0].keys))
    }
}
