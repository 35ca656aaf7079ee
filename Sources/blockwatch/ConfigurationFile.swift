import Detector
import Foundation
import Records

/// A configuration as commands get it.
enum ConfigurationFile {
    static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// - Parameter path: nil for the defaults, with the environment's overrides.
    /// - Throws: `FileError`; `ConfigurationError` with every fault.
    static func load(_ path: String?) throws -> Configuration {
        let yaml = try path.map { String(decoding: try WholeFile.read($0), as: UTF8.self) } ?? ""
        return try ConfigurationReader.read(yaml: yaml, path: path ?? "the defaults", environment: environment)
    }
}
