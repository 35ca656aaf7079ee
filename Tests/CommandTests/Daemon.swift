import Foundation
import TestSupport
import Testing

/// The built binary, beside the tests' own.
let blockwatch: String = {
    let tests =
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    let beside = URL(filePath: tests).deletingLastPathComponent().appending(path: "blockwatch").path
    return FileManager.default.fileExists(atPath: beside)
        ? beside : Places.root.appending(path: ".build/release/blockwatch").path
}()

let shippedModel = Places.root.appending(path: "etc/blockwatch.safetensors").path

/// Waits until something holds, however slow the machine is; ten minutes is never.
func eventually(_ what: String, _ holds: () throws -> Bool) throws {
    let deadline = Date(timeIntervalSinceNow: 600)
    while try !holds() {
        try #require(Date() < deadline, "\(what) does not happen")
        usleep(20_000)
    }
}

/// A daemon with a directory of its own.
final class Daemon {
    let directory: TemporaryDirectory
    private var process: ChildProcess?

    init(_ logs: [String], journald: Bool = false, more: String = "") throws {
        directory = try TemporaryDirectory()
        try FileManager.default.createDirectory(atPath: directory.file("logs"), withIntermediateDirectories: true)
        let paths = logs.map { "\"\(directory.file("logs/" + $0))\"" }.joined(separator: ", ")
        try directory.write(
            "c.yaml",
            """
            input: {files: [\(paths)], start: beginning, idle_after: 1s}
            model: {path: \(shippedModel)}
            alerts: {file: \(directory.file("alerts.jsonl")), journald: \(journald)}
            state: {directory: \(directory.file("state")), checkpoint_every: 50ms}
            \(more)
            """)
    }

    func start() throws {
        process = try ChildProcess(
            blockwatch, ["run", "--config", directory.file("c.yaml")], errors: directory.file("log"))
    }

    var pid: Int32 { process?.pid ?? 0 }

    func signal(_ number: Int32) { process?.signal(number) }

    /// - Returns: the exit status; less than 0 where the signal ended it.
    func stop(_ number: Int32 = SIGTERM) -> Int32 {
        signal(number)
        defer { process = nil }
        return process?.wait() ?? -1
    }

    var log: String { (try? directory.text("log")) ?? "" }

    /// What the alerts file holds, each line whole.
    func alerts() throws -> [[String: Any]] {
        directory.exists("alerts.jsonl") ? try alertLines(directory.read("alerts.jsonl")) : []
    }

    /// The ids of a replay of the logs, those that its end decided left out.
    func oracle(_ logs: [String]) throws -> [String] {
        let run = try Run(
            blockwatch, ["replay", "--config", directory.file("c.yaml")] + logs.map { directory.file("logs/" + $0) })
        #expect(run.status == 0, "\(run.errors)")
        return try alertLines(Array(run.output.utf8)).filter { $0["decided_by"] as? String != "end" }.map(id)
    }
}

func alertLines(_ bytes: [UInt8]) throws -> [[String: Any]] {
    #expect(bytes.isEmpty || bytes.last == UInt8(ascii: "\n"))
    return try bytes.split(separator: UInt8(ascii: "\n")).map { line in
        try #require(JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
    }
}

func id(_ alert: [String: Any]) -> String { alert["id"] as? String ?? "" }

/// A fixture's lines, with one that lets the log's clock go on behind them, in pieces that end anywhere.
func pieces(_ fixture: String, of size: Int) throws -> [ArraySlice<UInt8>] {
    let bytes =
        Array(try Data(contentsOf: URL(filePath: Places.fixture(fixture))))
        + Array("240301 233000 1 INFO dfs.DataNode: a line that names no block\n".utf8)
    return stride(from: 0, to: bytes.count, by: size).map { bytes[$0..<min($0 + size, bytes.count)] }
}
