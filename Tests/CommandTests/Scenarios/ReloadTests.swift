import Foundation
import TestSupport
import Testing

/// Scenario 24: configuration and model while it runs, and at a cold start.
@Suite(.serialized) struct ReloadTests {
    /// What can be wrong, the words that name it, and the exit code at a cold start.
    static let faults: [(name: String, words: String, exit: Int32)] = [
        ("syntax", "c.yaml:6: ", 78), ("unknown", "c.yaml:6: the key nonsense is unknown", 78),
        ("repeated", "c.yaml:6: ", 78), ("cut", "bad.safetensors: ", 65), ("flipped", "bad.safetensors: ", 65),
        ("version", "bad.safetensors: ", 65),
    ]

    private func spoil(_ daemon: Daemon, _ fault: String) throws {
        let good = try daemon.directory.text("c.yaml")
        let lines = good.split(separator: "\n", omittingEmptySubsequences: false).prefix(5).joined(separator: "\n")
        let model = Array(try Data(contentsOf: URL(filePath: shippedModel)))
        switch fault {
        case "syntax": try daemon.directory.write("c.yaml", lines + "\nblocks: [}\n")
        case "unknown": try daemon.directory.write("c.yaml", lines + "\nnonsense: 1\n")
        case "repeated": try daemon.directory.write("c.yaml", lines + "\nmodel: {force: true}\n")
        case "cut": try daemon.directory.write("bad.safetensors", model.dropLast(1000))
        case "flipped":
            var bytes = model
            bytes[bytes.count - 77] ^= 4
            try daemon.directory.write("bad.safetensors", bytes)
        default:
            let text = try #require(model.firstRange(of: Array("blockwatch.model/1".utf8)))
            var bytes = model
            bytes[text.upperBound - 1] = UInt8(ascii: "9")
            try daemon.directory.write("bad.safetensors", bytes)
        }
        if ["cut", "flipped", "version"].contains(fault) {
            let path = daemon.directory.file("bad.safetensors")
            try daemon.directory.write("c.yaml", good.replacingOccurrences(of: shippedModel, with: path))
        }
    }

    @Test func aHundredHangUpsWithinASecondUnderLoad() throws {
        let log = try SimulatedLog(blocks: 4000, seed: 10)
        let daemon = try Daemon(["*.log"])
        try daemon.start()
        try daemon.says("judging with the model")
        for piece in log.pieces(100) {
            try daemon.directory.append("logs/a.log", piece)
            daemon.signal(SIGHUP)
        }
        try daemon.says("reloaded")
        try daemon.givesTheAlerts(of: ["a.log"])
    }

    /// Each fault is named at a reload, the old one stays in force and nothing is lost; at a cold start the same words.
    @Test(arguments: faults.indices) func aFault(_ index: Int) throws {
        let fault = Self.faults[index]
        let log = try SimulatedLog(blocks: 500, seed: 11)
        let daemon = try Daemon(["*.log"])
        try daemon.start()
        try daemon.says("judging with the model")
        for piece in log.pieces(2)[..<1] { try daemon.directory.append("logs/a.log", piece) }
        let good = try daemon.directory.text("c.yaml")
        try spoil(daemon, fault.name)
        daemon.signal(SIGHUP)
        try daemon.says("is refused, the old one stays: ")
        let said = try #require(daemon.log.split(separator: "\n").first { $0.contains("is refused") })
        let words = said.split(separator: "the old one stays: ", maxSplits: 1).last.map(String.init) ?? ""
        #expect(words.contains(fault.words), "\(words)")
        let cold = try Run(blockwatch, ["run", "--config", daemon.directory.file("c.yaml")])
        #expect(cold.status == fault.exit && cold.errors.contains(words), "\(words)\n\(cold.errors)")
        for piece in log.pieces(2)[1...] { try daemon.directory.append("logs/a.log", piece) }
        try daemon.directory.write("c.yaml", good)
        try daemon.givesTheAlerts(of: ["a.log"])
    }

    /// Standard error is a pipe, or journald's socket, that nobody reads any more.
    @Test func nobodyReadsTheLog() throws {
        let deaf = ["/bin/bash", "-c", "exec \"$@\" 2> >(exec sleep 600)", "bash"]
        let daemon = try Daemon(["*.log"], launcher: deaf)
        try daemon.start()
        try eventually("the first checkpoint") { daemon.directory.exists("state/checkpoint") }
        let log = try SimulatedLog(blocks: 500, seed: 16)
        // More than a pipe holds.
        for piece in log.pieces(1500) {
            try daemon.directory.append("logs/a.log", piece)
            daemon.signal(SIGHUP)
            usleep(2000)
        }
        try daemon.givesTheAlerts(of: ["a.log"])
    }

    @Test func aGoodOneAfterABadOne() throws {
        let daemon = try Daemon(["a.log"])
        try daemon.start()
        try eventually("the first checkpoint") { daemon.directory.exists("state/checkpoint") }
        let good = try daemon.directory.text("c.yaml")
        try spoil(daemon, "unknown")
        daemon.signal(SIGHUP)
        try daemon.says("the key nonsense is unknown")
        try daemon.directory.write("c.yaml", good)
        daemon.signal(SIGHUP)
        try daemon.says("reloaded")
        #expect(daemon.stop() == 0)
    }
}
