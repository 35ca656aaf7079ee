import Detector
import Records

/// Any text is a configuration or is refused with the line of each fault.
enum ConfigurationTarget: FuzzTarget {
    static func seeds() throws -> [[UInt8]] {
        let texts = [
            "input: {files: [/a/*.log], merge_window: 250ms, timezone: UTC}\nblocks.quiet_after: 2m\n",
            "alerts:\n  threshold: 0.75\n  file: '-'\n# c\nmodel: {force: true, path: ~}\n",
            "input:\n  files: &a [x]\n  exclude: *a\n---\n", "a: 1\na: 2\n", "? [a]\n: b\n", "\"\\x01\": |-\n  x\n",
            "kafka: {settings: {client.id: x}}\nstate: {directory: /x, checkpoint_every: 5s}\nmetrics: {listen: off}\n",
        ]
        return texts.flatMap { text in [[0] + Array(text.utf8)] } + [Array("\u{1}\u{1C}{\"a\": \"b\"}".utf8)]
    }

    static let words =
        Setting.all.map(\.key) + [
            "&a ", "*a", "<<: ", "!!binary ", "!!set ", "%YAML 1.1\n", "---\n", "...\n", "? ", "|-\n", "\u{85}",
        ]

    static func run(_ input: FuzzInput) {
        var input = input
        if input.flag() {
            let setting = input.pick(Setting.all)
            let text = String(decoding: input.rest(), as: UTF8.self)
            let reading = ConfigurationReader.readAll(yaml: "", path: "c", environment: [setting.variable: text])
            check(reading) { $0.hasPrefix(setting.variable + ": ") }
            return
        }
        let yaml = String(decoding: input.rest(), as: UTF8.self)
        let lines =
            yaml.utf8.count { $0 == 10 || $0 == 13 }
            + yaml.unicodeScalars.count { [0x85, 0x2028, 0x2029].contains($0.value) } + 1
        let reading = ConfigurationReader.readAll(yaml: yaml, path: "c", environment: [:])
        check(reading) { fault in
            let parts = fault.split(separator: ":", maxSplits: 2)
            return parts.count == 3 && parts[0] == "c" && Int(parts[1]).map { (1...lines + 1).contains($0) } == true
        }
    }

    private static func check(_ reading: ConfigurationReader.Reading, _ hasPlace: (String) -> Bool) {
        for fault in reading.faults { expect(hasPlace(fault), "a fault without its place: \(fault)") }
        guard reading.faults.isEmpty else { return }
        let (input, blocks) = (reading.configuration.input, reading.configuration.blocks)
        expect(input.maxLineBytes >= 1024 && blocks.maxOpen > 0 && (1...65535).contains(blocks.maxEvents), "no bound")
        expect(blocks.forgetAfter >= max(blocks.quietAfter, blocks.unfinishedAfter), "forgotten before it is judged")
        expect(reading.configuration.alerts.threshold.map { (0...1).contains($0) } != false, "no threshold")
    }
}
