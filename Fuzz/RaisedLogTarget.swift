import Records

@testable import Alerting

/// Whatever a crash, or somebody, has left in the log of what was raised and in the alerts file: both are read, the
/// lines that stood in the alerts file stay, and an alert is said once.
enum RaisedLogTarget: FuzzTarget {
    static func seeds() throws -> [[UInt8]] {
        let line = AlertLine.encode(sample)
        let batch = RaisedLog.Batch(
            generation: 1, file: AppendedFile.Identity(device: 2, inode: 3), offset: 0, ids: [sample.id], lines: line)
        return [[0, 0] + RaisedLog.encode(.batch(batch))] + [0, 20, 255].map { [1, 2, 65, 66, $0] + line }
    }

    private static var sample: Alert {
        let block = Block(
            key: BlockKey(number: 1), prefix: .empty, first: Stamp(milliseconds: 1), last: Stamp(milliseconds: 2),
            lines: 2,
            decidedBy: .quiet)
        return Alert(
            id: AlertID.of(block, .firing), state: .firing, resolves: nil,
            verdict: Verdict(block: block, score: 1, threshold: 0.5), severity: .warning, reason: "",
            emittedAt: block.last,
            events: [], evidence: [], modelName: "", modelSHA256: "")
    }

    static func run(_ input: FuzzInput) throws {
        var input = input
        if input.flag() { try runAfterCrash(&input) } else { try runDamaged(&input) }
    }

    /// Any bytes in both files.
    private static func runDamaged(_ input: inout FuzzInput) throws {
        let standing = input.piece()
        let path = try Scratch.write("alerts.jsonl", standing)
        _ = try Scratch.write("raised.log", input.rest())
        let found = try RaisedLog(path: Scratch.path("raised.log")).found
        try expect(RaisedLog(path: Scratch.path("raised.log")).found == found, "read again there is another")
        let file = try raise(path)
        expect(file.starts(with: standing.prefix(through: standing.lastIndex(of: 10) ?? -1)), "a line has gone")
    }

    /// A batch was noted, and a part of it reached the alerts file behind what stood there.
    private static func runAfterCrash(_ input: inout FuzzInput) throws {
        let standing = input.piece() + [10]
        let most = Int(input.byte()) * 5
        let lines = input.rest() + [10]
        let ids = ids(of: lines)
        guard Set(ids).count == ids.count, self.ids(of: standing).isEmpty else { return }
        let path = try Scratch.write("alerts.jsonl", standing + lines.prefix(most))
        let batch = RaisedLog.Batch(
            generation: 1, file: try AppendedFile(path: path).identity, offset: UInt64(standing.count), ids: ids,
            lines: lines)
        _ = try Scratch.write("raised.log", RaisedLog.encode(.batch(batch)))
        let file = try raise(path)
        let expected = Set(ids + [sample.id])
        let found = self.ids(of: file)
        expect(file.starts(with: standing), "a line that stood there has gone")
        expect(found.count == expected.count && Set(found) == expected, "\(found), not \(expected)")
    }

    /// Raises the sample's alert.
    /// - Returns: what the alerts file holds then.
    private static func raise(_ path: String) throws -> [UInt8] {
        let output = try AlertOutput(path: path, stateDirectory: Scratch.directory, journal: nil, resuming: nil)
        output.raise([sample])
        expect(!output.isBlocked, "\(String(describing: output.fault))")
        let file = try WholeFile.read(path)
        expect(file.isEmpty || file.last == 10, "a torn line")
        return file
    }

    private static func ids(of bytes: [UInt8]) -> [String] {
        bytes.split(separator: 10, omittingEmptySubsequences: false).dropLast().compactMap { AlertLine.id(of: $0) }
    }
}
