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
func eventually(_ what: @autoclosure () -> String, _ holds: () throws -> Bool) throws {
    let deadline = Date(timeIntervalSinceNow: 600)
    while try !holds() {
        try #require(Date() < deadline, "\(what()) does not happen")
        usleep(20_000)
    }
}

/// A daemon with a directory of its own: `logs/`, `state/`, `alerts.jsonl`, `log` (its standard error).
final class Daemon {
    let directory: TemporaryDirectory
    /// Words before the binary: `setpriv`, `prlimit`, `unshare` and the like.
    private let launcher: [String]
    private let environment: [String: String]
    private var process: ChildProcess?
    /// The log's length when it was started last.
    private var logAtStart: UInt64 = 0

    /// - Parameters:
    ///   - logs: names or globs within `logs/`.
    ///   - input: more keys of `input`, as YAML's flow style has them.
    ///   - more: more of the configuration.
    init(
        _ logs: [String], journald: Bool = false, input: String = "", more: String = "", launcher: [String] = [],
        environment: [String: String] = [:]
    ) throws {
        directory = try TemporaryDirectory()
        self.launcher = launcher
        self.environment = environment
        try FileManager.default.createDirectory(atPath: directory.file("logs"), withIntermediateDirectories: true)
        let paths = logs.map { "\"\(directory.file("logs/" + $0))\"" }.joined(separator: ", ")
        try directory.write(
            "c.yaml",
            """
            input: {files: [\(paths)], start: beginning, idle_after: 1s\(input.isEmpty ? "" : ", " + input)}
            model: {path: \(shippedModel)}
            alerts: {file: \(directory.file("alerts.jsonl")), journald: \(journald)}
            state: {directory: \(directory.file("state")), checkpoint_every: 50ms}
            control: {socket: \(directory.file("control.sock"))}
            \(more)
            """)
    }

    /// - Parameter more: of the environment, for this start alone.
    func start(_ more: [String: String] = [:]) throws {
        logAtStart = logSize
        let command = launcher + [blockwatch, "run", "--config", directory.file("c.yaml")]
        process = try ChildProcess(
            command[0], Array(command.dropFirst()), environment: environment.merging(more) { $1 },
            errors: directory.file("log"))
    }

    var pid: Int32 { process?.pid ?? 0 }

    func signal(_ number: Int32) { process?.signal(number) }

    /// - Returns: the exit status; less than 0 where the signal ended it.
    func stop(_ number: Int32 = SIGTERM) -> Int32 {
        signal(number)
        return wait()
    }

    /// Whether it runs no more.
    var hasEnded: Bool { process?.hasEnded ?? true }

    /// Waits for its end.
    func wait() -> Int32 {
        defer { process = nil }
        return process?.wait() ?? -1
    }

    /// Which checkpoint there is: its inode and when it was written; nil where there is none, as while one takes the
    /// other's place.
    func checkpoint() throws -> [String]? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: directory.file("state/checkpoint"))
        return attributes.map { ["\($0[.systemFileNumber] ?? "")", "\($0[.modificationDate] ?? "")"] }
    }

    var log: String { (try? directory.text("log")) ?? "" }

    /// Bytes of the log so far.
    var logSize: UInt64 {
        let attributes = try? FileManager.default.attributesOfItem(atPath: directory.file("log"))
        return (attributes?[.size] as? NSNumber)?.uint64Value ?? 0
    }

    /// Waits until the log has the words.
    func says(_ words: String) throws {
        do {
            try eventually("\"\(words)\" in the log") {
                // Looked at first: what it said before its end counts.
                let hasEnded = hasEnded
                if log.contains(words) { return true }
                try #require(!hasEnded, "the daemon has ended")
                return false
            }
        } catch {
            Issue.record("\(log.suffix(4000))")
            throw error
        }
    }

    /// What `blockwatch status` says of it; nil where it does not run or answer.
    func status() throws -> [String: Any]? {
        let run = try Run(blockwatch, ["status", "--json", "--config", directory.file("c.yaml")])
        guard run.status == 0 else { return nil }
        return try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    }

    /// The port that its metrics are served on.
    func metricsPort() throws -> UInt16 {
        try says("serving metrics on http://127.0.0.1:")
        let address = log.components(separatedBy: "serving metrics on http://127.0.0.1:").last ?? ""
        return try #require(UInt16(address.prefix { $0 != "/" }))
    }

    /// A page of its metrics server: the status line's code and the body.
    func page(_ path: String, _ method: String = "GET") throws -> (code: Int, body: String) {
        let client = try LocalSocket.connected(toPort: metricsPort())
        client.write("\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
        let answer = client.readAll().components(separatedBy: "\r\n\r\n")
        return (Int(answer[0].dropFirst(9).prefix(3)) ?? 0, answer.dropFirst().joined())
    }

    /// A figure of /proc/PID/status, in kB: `VmHWM`, `RssAnon`, ...
    func memory(_ figure: String) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix(figure + ":") })
        return try #require(Int(line.split(separator: "\t")[1].drop { $0 == " " }.prefix { $0 != " " }))
    }

    /// Whether it has come so far since its latest start that it takes signals and has opened its outputs.
    var isRunning: Bool {
        guard let log = FileHandle(forReadingAtPath: directory.file("log")) else { return false }
        defer { try? log.close() }
        try? log.seek(toOffset: logAtStart)
        let said = (try? log.readToEnd()).flatMap { $0 } ?? Data()
        return String(decoding: said, as: UTF8.self).contains("info: judging with the model")
    }

    /// Number of open file descriptors.
    func handles() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count }

    /// What the alerts file holds, each line whole; while it runs, one may just be being written.
    func alerts(_ file: String = "alerts.jsonl") throws -> [[String: Any]] {
        guard directory.exists(file) else { return [] }
        let bytes = try directory.read(file)
        let end = hasEnded ? bytes.endIndex : bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return try alertLines(Array(bytes[..<end]))
    }

    /// The ids of a replay of the logs, those that its end decided left out.
    func oracle(_ logs: [String]) throws -> [String] {
        let run = try Run(
            blockwatch, ["replay", "--config", directory.file("c.yaml")] + logs.map { directory.file("logs/" + $0) })
        #expect(run.status == 0, "\(run.errors)")
        return try alertLines(Array(run.output.utf8)).filter { $0["decided_by"] as? String != "end" }.map(id)
    }

    /// Waits until the alerts of `files` are those of an uninterrupted replay of `logs`, none missing, none extra, none
    /// twice; then stops the daemon and looks again.
    func givesTheAlerts(of logs: [String], in files: [String] = ["alerts.jsonl"]) throws {
        let expected = try oracle(logs).sorted()
        #expect(!expected.isEmpty, "the oracle says nothing")
        do {
            // What others write beside is no alert of ours; a reader of whole lines may come while one is being written.
            try eventually("the last of \(expected.count) alerts") {
                try files.reduce(0) { try $0 + ((try? directory.read($1))?.count { $0 == UInt8(ascii: "\n") } ?? 0) }
                    >= expected.count
            }
        } catch {
            Issue.record("\(log.suffix(4000))")
            throw error
        }
        #expect(stop() == 0, "\(log.suffix(4000))")
        #expect(try files.flatMap { try alerts($0).map(id) }.sorted() == expected, "\(log.suffix(4000))")
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
