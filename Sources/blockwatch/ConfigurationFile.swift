import ArgumentParser
import Detector
import Foundation
import Records

/// A configuration as commands get it.
enum ConfigurationFile {
    static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// - Parameter path: nil for the defaults, with the environment's overrides.
    /// - Throws: `FileError`; `ConfigurationError` with every fault.
    static func load(_ path: String?) throws -> Configuration {
        guard let path else {
            return try ConfigurationReader.read(yaml: "", path: "the defaults", environment: environment)
        }
        let reading = try read(path)
        if !reading.faults.isEmpty { throw ConfigurationError(faults: reading.faults) }
        return reading.configuration
    }

    /// What could be read, beside the faults.
    /// - Throws: `FileError`.
    static func read(_ path: String) throws -> ConfigurationReader.Reading {
        let yaml = String(decoding: try WholeFile.read(path), as: UTF8.self)
        return ConfigurationReader.readAll(yaml: yaml, path: path, environment: environment)
    }
}

extension Configuration {
    /// The daemon's alerts file.
    /// - Throws: `ValidationError` where it has no name.
    func namedAlertsPath() throws -> String {
        let path = alertsPath(ConfigurationFile.environment)
        if path == "-" {
            throw ValidationError("alerts.file is standard output; name the file that the alerts went to")
        }
        return path
    }
}
