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

    /// The configuration that the package's unit runs with; nil where there is none.
    static var installed: String? {
        let path = "/etc/blockwatch/blockwatch.yaml"
        return fileExists(path) ? path : nil
    }

    /// What could be read of the running daemon's configuration: the file that is named, else the installed one, else the
    /// defaults. Faults in it are the daemon's to refuse, and keep nobody from asking.
    /// - Parameter key: what is asked for; nil where its default does in place of a fault.
    /// - Throws: `FileError`; `ConfigurationError` where the key's value is faulty.
    static func ofDaemon(_ path: String?, for key: String? = nil) throws -> Configuration {
        guard let path = path ?? installed else { return try load(nil) }
        let reading = try read(path)
        if let key, !reading.isGood(key) { throw ConfigurationError(faults: reading.faults) }
        return reading.configuration
    }

    /// What could be read, beside the faults.
    /// - Throws: `FileError`.
    static func read(_ path: String) throws -> ConfigurationReader.Reading {
        let yaml = String(decoding: try WholeFile.read(path), as: UTF8.self)
        return ConfigurationReader.readAll(yaml: yaml, path: path, environment: environment)
    }
}

extension ConfigurationFile {
    /// Where the running daemon's alerts go, by its configuration.
    /// - Throws: as ``ofDaemon(_:for:)``; `ValidationError` where that is no file.
    static func alertsPath(_ config: String?) throws -> String {
        let path = try ofDaemon(config, for: "alerts.file").alertsPath(environment)
        if path == "-" {
            throw ValidationError("alerts.file is standard output; name the file that the alerts went to")
        }
        return path
    }
}
