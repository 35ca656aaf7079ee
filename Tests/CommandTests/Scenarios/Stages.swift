import Foundation
import TestSupport
import Testing

/// The demo's log once more, four days later for each number: lives of the same blocks that are others, for what is
/// older than two days is forgotten. Its last line makes all its blocks due, so that the alerts say that every byte has
/// been read.
func stage(_ number: Int) throws -> [UInt8] {
    let day = Array(String(1 + 4 * number + 100).suffix(2).utf8)
    var bytes = try pieces("demo/hdfs.log", of: 1 << 24).flatMap { $0 }
    var isAtStart = true
    for index in bytes.indices {
        if isAtStart { bytes.replaceSubrange(index + 4..<index + 6, with: day) }
        isAtStart = bytes[index] == UInt8(ascii: "\n")
    }
    return bytes
}

extension [UInt8] {
    /// In so many parts of about the same size, each of whole lines.
    func parts(_ count: Int) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = 0
        for number in 1...count {
            var end = number == count ? self.count : self.count * number / count
            while end > start && end < self.count && self[end - 1] != UInt8(ascii: "\n") { end += 1 }
            parts.append(self[start..<end])
            start = end
        }
        return parts
    }
}

extension Daemon {
    /// In `logs/`.
    func shell(_ script: String) throws {
        let run = try Run("/bin/sh", ["-ec", script], directory: directory.file("logs"))
        try #require(run.status == 0, "\(run.errors)")
    }

    /// Does something to the files while it runs, or while it is stopped.
    func meanwhile(stopped: Bool, _ action: () throws -> Void) throws {
        if stopped { #expect(stop() == 0, "\(log.suffix(4000))") }
        try action()
        if stopped { try start() }
    }

    /// Waits until it has read all of these stages, as the alerts show.
    func hasRead(_ bytes: [UInt8]) throws {
        let expected = try oracle(bytes)
        try eventually("reading \(bytes.count) bytes") { try alerts().count >= expected.count }
    }

    /// The alerts are those of an uninterrupted replay of the bytes.
    func givesTheAlerts(ofBytes bytes: [UInt8]) throws {
        try directory.write("whole", bytes)
        try givesTheAlerts(of: ["../whole"])
    }

    private func oracle(_ bytes: [UInt8]) throws -> [String] {
        try directory.write("whole", bytes)
        return try oracle(["../whole"])
    }

    /// How many bytes it has read of whatever file.
    func bytesRead() throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(pid)/io", encoding: .utf8)
        return try #require(text.split(separator: "\n").first.flatMap { Int($0.dropFirst("rchar: ".count)) })
    }
}
