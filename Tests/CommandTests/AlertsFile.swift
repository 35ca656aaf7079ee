import Foundation
import Records
import TestSupport
import Testing

/// An alerts file as a replay writes it, with alerts of both states.
struct AlertsFile {
    /// The lines, each with its newline.
    let lines: [String]

    init() throws {
        let directory = try TemporaryDirectory()
        let simulated = try SimulatedLog(blocks: 60, seed: 6)
        try directory.write("sick.log", simulated.bytes)
        try directory.write("slow.log", try Self.slowWrite(in: simulated))
        var lines: [String] = []
        for log in ["sick.log", "slow.log"] {
            let run = try Run(blockwatch, ["replay", "--model", shippedModel, directory.file(log)])
            try #require(run.status == 0, "\(run.errors)")
            lines += run.output.split(separator: "\n").map { $0 + "\n" }
        }
        self.lines = lines
        let states = try alerts.map { $0["state"] as? String }
        try #require(states.contains("resolved") && states.contains("firing"))
    }

    var text: String { lines.joined() }
    var alerts: [[String: Any]] { get throws { try alertLines(Array(text.utf8)) } }

    /// A write that stood still for half an hour after its first lines: its block fires, and is normal again later.
    private static func slowWrite(in log: SimulatedLog) throws -> String {
        var lives: [Substring: [Substring]] = [:]
        for line in String(decoding: log.bytes, as: UTF8.self).split(separator: "\n") {
            guard let block = line.firstMatch(of: /blk_-?[0-9]+/)?.output else { continue }
            lives[block, default: []].append(line)
        }
        let longest = try #require(
            lives.values.filter { $0.contains { $0.contains("is added to") } && $0.count == 13 }.min {
                $0.joined() < $1.joined()
            })
        return longest.enumerated().map { index, line in
            let stamp = index < 6 ? "240301 080000 " : "240301 093000 "
            return stamp + line.dropFirst(stamp.count) + "\n"
        }.joined()
    }
}
