import Detector
import Foundation
import Records
import TestSupport
import Testing

struct ConfigurationTests {
    func faults(_ yaml: String, _ environment: [String: String] = [:]) -> [String] {
        do {
            _ = try ConfigurationReader.read(yaml: yaml, path: "c.yaml", environment: environment)
            return []
        } catch {
            return (error as? ConfigurationError)?.faults ?? ["\(error)"]
        }
    }

    @Test func theShippedFileHasEveryKeyWithItsDefault() throws {
        let path = Places.root.appending(path: "etc/blockwatch.yaml")
        let yaml = try String(contentsOf: path, encoding: .utf8)
        #expect(try ConfigurationReader.read(yaml: yaml, path: "c", environment: [:]) == Configuration())
        let names = Set(yaml.split(separator: "\n").compactMap { $0.drop { $0 == " " }.split(separator: ":").first })
        for setting in Setting.all {
            #expect(names.contains(setting.key.split(separator: ".").last ?? ""), "\(setting.key) is missing")
        }
    }

    @Test func valuesAreRead() throws {
        let yaml = """
            input: {files: [/a/*.log, /b.log], merge_window: 250ms, timezone: Europe/Berlin}
            blocks.quiet_after: 2m
            alerts:
              threshold: 0.75
            """
        let read = try ConfigurationReader.read(
            yaml: yaml, path: "c", environment: ["BLOCKWATCH_INPUT_FILES": "/x:/y", "BLOCKWATCH_MODEL_FORCE": "true"])
        #expect(read.input.files == ["/x", "/y"] && read.input.mergeWindow == .milliseconds(250))
        #expect(read.blocks.quietAfter == .seconds(120) && read.alerts.threshold == 0.75 && read.model.force)
    }

    @Test(arguments: [
        ("input:\n  file: [a]\n", "c.yaml:2: the key input.file is unknown; the nearest is input.files"),
        ("model:\n  force: true\n  force: false\n", "c.yaml:3: the key force stands twice"),
        ("blocks:\n  quiet_after: soon\n", "c.yaml:2: blocks.quiet_after: a duration like 5s"),
        ("alerts: {threshold: 7}\n", "c.yaml:1: alerts.threshold: a number from 0 to 1"),
        ("input:\n  start: middle\n", "c.yaml:2: input.start: beginning or end is expected"),
        ("input: [\n", "c.yaml:"),
        ("- a\n", "c.yaml:1: keys and values are expected"),
        ("blocks:\n  forget_after: 1m\n", "c.yaml:2: blocks.forget_after must be at least"),
        ("input:\n  timezone: Mars/Olympus\n", "c.yaml:2: input.timezone: the time zone \"Mars/Olympus\""),
        ("blocks: 5\n", "c.yaml:1: blocks holds keys of its own"),
        ("# a\nmodel: {path: \u{1}}\n", "c.yaml:2: control characters are not allowed"),
        ("nonsense: 5\n", "c.yaml:1: the key nonsense is unknown"),
    ])
    func whatIsWrongIsNamedWithItsLine(_ yaml: String, _ expected: String) {
        let found = faults(yaml)
        #expect(found.contains { $0.contains(expected) }, "\(found)")
    }

    /// Each of the lists holds the one before nine times; to compare two of the last took minutes.
    @Test func aliasesOfAliasesAreNotMultiplied() {
        var yaml = "a0: &a0 [x]\n"
        for level in 1...12 {
            yaml += "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ","))]\n"
        }
        #expect(
            faults(yaml + "? *a12\n: 1\n? *a12\n: 2\n").first?.contains("c.yaml:3: this is alias number 17") == true)
        #expect(faults("input: {files: &a [/b/*.log], exclude: *a}\n# *of *all *the *words\n").isEmpty)
    }

    @Test func everyFaultIsNamed() {
        #expect(faults("a: 1\nb: 2\nblocks: {max_open: x}\n", ["BLOCKWATCH_KAFKA_SETTINGS": "["]).count == 4)
    }
}
