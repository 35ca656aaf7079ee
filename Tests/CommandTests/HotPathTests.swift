import Foundation
import TestSupport
import Testing

/// What a line costs in a replay, counted by valgrind, which no machine's speed moves: what makes the hot path slower
/// shows here. The bounds are about a tenth above what was counted; lower them when it gets faster.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/valgrind"), "valgrind is not installed"))
struct HotPathTests {
    /// Instructions for each line, with all that the function calls.
    @Test(arguments: [
        ("LogReaderV4read", 190), ("LineParserV5parseyAA10EventBatch", 1850), ("PipelineV4take", 1420),
    ])
    func instructions(_ function: String, _ atMost: Int) throws {
        let costs = try Self.large.get()
        let line = try #require(costs.annotated.split(separator: "\n").first { $0.contains(function) })
        let count = try #require(Int(line.split(separator: " ")[0].filter(\.isNumber)))
        #expect(count / costs.lines < atMost, "\(function): \(count / costs.lines) instructions a line")
    }

    /// Most lines take no memory of their own: what is allocated is shared by many.
    @Test func allocations() throws {
        let (small, large) = try (Self.small.get(), Self.large.get())
        let share = Double(large.allocations - small.allocations) / Double(large.lines - small.lines)
        #expect(share < 0.28, "\(share) allocations a line")
    }

    private struct Costs {
        var lines: Int
        var allocations: Int
        /// A function a line, the number of its instructions in front.
        var annotated: String
    }

    private static let small = Result { try costs(blocks: 1000) }
    private static let large = Result { try costs(blocks: 5000) }

    private static func costs(blocks: Int) throws -> Costs {
        let directory = try TemporaryDirectory()
        let log = try SimulatedLog(blocks: blocks, abnormal: 0.03, seed: 5)
        try directory.write("a.log", log.bytes)
        // valgrind cannot read all of Swift's debug information.
        let command = """
            strip -g -o blockwatch '\(blockwatch)'
            valgrind -q --tool=callgrind --callgrind-out-file=counts ./blockwatch replay --model '\(shippedModel)' a.log >alerts
            callgrind_annotate --inclusive=yes --threshold=100 counts
            """
        let run = try Run("/bin/sh", ["-ec", command], directory: directory.path)
        try #require(run.status == 0, "\(run.errors)")
        return Costs(
            lines: log.bytes.count { $0 == UInt8(ascii: "\n") },
            allocations: try calls(of: "malloc", directory.text("counts")),
            annotated: run.output)
    }

    /// In callgrind's file, `cfn=(ID) NAME` (the name only once) stands before `calls=NUMBER ...`.
    private static func calls(of function: String, _ counts: String) throws -> Int {
        var (id, isCalled, sum) = (Substring("none"), false, 0)
        for line in counts.split(separator: "\n") {
            if line.hasPrefix("cfn=") || line.hasPrefix("fn=") {
                let parts = line.split(separator: "=", maxSplits: 1)[1].split(separator: " ", maxSplits: 1)
                if parts.count == 2 && parts[1] == function { id = parts[0] }
                isCalled = line.hasPrefix("c") && parts[0] == id
            } else if isCalled, line.hasPrefix("calls=") {
                sum += Int(line.dropFirst(6).prefix { $0.isNumber }) ?? 0
            }
        }
        return sum
    }
}
