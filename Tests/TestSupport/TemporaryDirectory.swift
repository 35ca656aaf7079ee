import Foundation

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
