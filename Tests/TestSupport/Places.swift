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
        FileHandle.standardError.write(
            Data("SKIPPING tests on the public data: \(path) is missing; set SHARED_DIR\n".utf8))
        return nil
    }()

    /// Of the tools beside the public data.
    package static let tools = data.map { URL(filePath: $0).deletingLastPathComponent().appending(path: "tools").path }
}
