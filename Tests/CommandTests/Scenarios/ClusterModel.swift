import Foundation
import Records
import Simulation
import TestSupport

/// The logs of a cluster, written at once: a NameNode's and two DataNodes', which share the blocks.
final class ClusterModel {
    let logs: [LogModel]
    /// The latest stamp that any line has, written or not.
    private var latest = Stamp(year: 2024, month: 3, day: 1, hour: 8, minute: 0, second: 0)

    /// - Parameter directory: where `logs/` is, and the test's `whole/`.
    init(in directory: TemporaryDirectory, _ random: inout RandomSource) throws {
        try FileManager.default.createDirectory(atPath: directory.file("whole"), withIntermediateDirectories: true)
        logs = try ["data-1.log", "data-2.log", "name.log"].map { name in
            try LogModel(name, random.chance(0.5) ? .numbered : .dated, in: directory)
        }
    }

    var names: [String] { logs.map(\.name) }
    var isDone: Bool { logs.allSatisfy(\.isDone) }
    var linesWritten: Int { logs.reduce(0) { $0 + $1.linesWritten } }

    /// Gives the logs the lines of so many blocks, behind all lines before.
    func supply(blocks: Int, seed: UInt64) {
        var simulation = Simulation(blocks: blocks, abnormalFraction: 0.3, seed: seed, start: latest)
        var lines = [[[UInt8]]](repeating: [], count: logs.count)
        var last = ""
        while let line = simulation.nextLine() {
            let log = line.contains("dfs.FSNamesystem") ? 2 : Int(line.split(separator: " ")[2])! % 2
            lines[log].append(Array(line.utf8))
            last = line
        }
        for (log, lines) in zip(logs, lines) { log.supply(lines) }
        latest = max(latest, Self.stamp(of: last.utf8)) + .seconds(1)
    }

    /// Writes a line to each log, so much later than all before: every block's life is cut then.
    /// - Returns: the length of the line.
    func end(after span: Duration) throws -> Int {
        latest = latest + span
        let line = Self.clockLine(latest)
        for log in logs { try log.write(line) }
        return line.utf8.count + 1
    }

    /// Has the other logs come so far that they hold back nothing of this one.
    func catchUp(with log: LogModel) throws {
        let later = Self.clockLine(Self.stamp(of: log.clock) + .seconds(1))
        for other in logs where other !== log {
            try other.write(upTo: log.clock)
            if !log.clock.lexicographicallyPrecedes(other.clock) { try other.write(later) }
        }
    }

    private static func clockLine(_ stamp: Stamp) -> String {
        "\(digits(of: stamp)) 1 INFO dfs.DataNode: a line that names no block"
    }

    /// `240301 080000`, as a stamp.
    private static func stamp(of line: some Sequence<UInt8>) -> Stamp {
        let digits = line.prefix(13).map { Int($0) - 48 }
        func number(_ index: Int) -> Int { digits[index] * 10 + digits[index + 1] }
        return Stamp(
            year: 2000 + number(0), month: number(2), day: number(4), hour: number(7), minute: number(9),
            second: number(11))
    }

    private static func digits(of stamp: Stamp) -> String {
        let text = stamp.rfc3339
        return (text.dropFirst(2).prefix(8) + " " + text.dropFirst(11).prefix(8)).filter { $0 != "-" && $0 != ":" }
    }
}
