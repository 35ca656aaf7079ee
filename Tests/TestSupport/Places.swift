import Foundation

/// Where tests find what they need.
package enum Places {
    /// The project's root.
    package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    package static func fixture(_ path: String) -> String { root.appending(path: "fixtures/" + path).path }

    /// The public data; nil, and said loudly, where it is missing.
    package static let data: String? = {
        let shared = ProcessInfo.processInfo.environment["SHARED_DIR"] ?? "../shared"
        let path = URL(filePath: shared, relativeTo: root).appending(path: "data").path
        if FileManager.default.fileExists(atPath: path) { return path }
        FileHandle.standardError.write(Data("SKIPPING tests on the public data: \(path) is missing; set SHARED_DIR\n".utf8))
        return nil
    }()

    /// Of the tools beside the public data.
    package static let tools = data.map { URL(filePath: $0).deletingLastPathComponent().appending(path: "tools").path }
}

/// A directory that goes when its holder does.
package final class TemporaryDirectory {
    package let path: String

    package init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "blockwatch-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    package func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file anew.
    @discardableResult
    package func write(_ name: String, _ content: some Sequence<UInt8>) throws -> String {
        try Data(content).write(to: URL(filePath: file(name)))
        return file(name)
    }

    @discardableResult
    package func write(_ name: String, _ text: String) throws -> String { try write(name, text.utf8) }

    package func append(_ name: String, _ content: some Sequence<UInt8>) throws {
        guard let handle = FileHandle(forWritingAtPath: file(name)) else { return try _ = write(name, content) }
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(content))
        try handle.close()
    }

    package func append(_ name: String, _ text: String) throws { try append(name, text.utf8) }

    package func read(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: file(name)))) }

    package func text(_ name: String) throws -> String { String(decoding: try read(name), as: UTF8.self) }

    package func rename(_ name: String, to other: String) throws {
        try FileManager.default.moveItem(atPath: file(name), toPath: file(other))
    }

    package func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: file(name)) }

    package func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }
}

/// A program run to its end.
package struct Run {
    package var status: Int32
    package var output: String
    package var errors: String

    /// - Parameter environment: beside this process's own.
    package init(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], directory: String? = nil,
        input: String? = nil
    ) throws {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let directory { process.currentDirectoryURL = URL(filePath: directory) }
        let temporary = try TemporaryDirectory()
        for name in ["in", "out", "err"] { try temporary.write(name, name == "in" ? input ?? "" : "") }
        process.standardInput = FileHandle(forReadingAtPath: temporary.file("in"))
        process.standardOutput = FileHandle(forWritingAtPath: temporary.file("out"))
        process.standardError = FileHandle(forWritingAtPath: temporary.file("err"))
        try process.run()
        process.waitUntilExit()
        status = process.terminationStatus
        output = try temporary.text("out")
        errors = try temporary.text("err")
    }
}
