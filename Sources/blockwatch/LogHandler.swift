import Logging
import Records
import Synchronization

/// The daemon's log: one line a message to standard error; with systemd's level in front where systemd reads it
/// (sd-daemon(3)), else with the level's name.
struct StandardErrorLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info
    private static let dropped = Mutex(0)
    private let systemdReads = ConfigurationFile.environment["JOURNAL_STREAM"] != nil

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        write(event.level, event.message.description)
    }

    /// A reader that does not read must not hold up the daemon.
    private func write(_ level: Logger.Level, _ message: String) {
        let missing = Self.dropped.withLock { $0 }
        if missing > 0 && !send(.warning, "\(missing) lines of this log are missing here: nobody read it") {
            return Self.dropped.withLock { $0 += 1 }
        }
        let isSent = send(level, message)
        Self.dropped.withLock { $0 = isSent ? 0 : 1 }
    }

    private func send(_ level: Logger.Level, _ message: String) -> Bool {
        let prefix = systemdReads ? "<\(Self.number(level))>" : "\(level): "
        return StandardError.writeWithoutWaiting(prefix + message.asPlainText + "\n")
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
