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

    /// Where the package's unit has it.
    private static let installed = "/etc/blockwatch/blockwatch.yaml"

    /// What could be read of the running daemon's configuration: the file that is named, else the installed one, else the
    /// defaults. Its faults are the daemon's to refuse, and keep nobody from asking.
    /// - Throws: `FileError`.
    static func ofDaemon(_ path: String?) throws -> Configuration {
        guard let path = path ?? (fileExists(installed) ? installed : nil) else { return try load(nil) }
        do {
            return try read(path).configuration
        } catch let error as FileError where error.errno == ErrnoText.missing {
            return try load(nil)
        }
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
