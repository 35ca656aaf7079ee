import Logging
import Records

/// The daemon's log: one line a message to standard error; with systemd's level in front where systemd reads it
/// (sd-daemon(3)), else with the level's name.
struct StandardErrorLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info
    private let systemdReads = ConfigurationFile.environment["JOURNAL_STREAM"] != nil

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let level = systemdReads ? "<\(Self.number(event.level))>" : "\(event.level): "
        StandardError.write(level + Array(event.message.description.utf8).asPlainText + "\n")
    }

    private static func number(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
