import Dispatch
import Records
import Synchronization

/// journald's native protocol, on a thread of its own: `sd_journal_sendv` can block, and the pipeline must not.
/// What journald does not take in time is counted and dropped; the alerts file has it.
package final class JournalWriter: Sendable {
    /// One constant for each kind of message; deploy/blockwatch.catalog explains them.
    package enum MessageID: String, Sendable {
        case firing = "a2c1b5b0f1d24f0c9a6d8c9b7e0f3a11"
        case resolved = "5a0ffb5e4c8b4d5c8d4d6b5d6f1c7e22"
        case misfit = "c0e3a7d94b1f4a58b7e26f90d3812c33"
    }

    package struct Counters: Sendable, Hashable {
        package var dropped = 0
        var waiting = 0
    }

    private static let capacity = 4096
    private let queue = DispatchQueue(label: "blockwatch.journal")
    private let state = Mutex(Counters())

    package init() {}

    package var counters: Counters { state.withLock { $0 } }
    package var isIdle: Bool { state.withLock { $0.waiting == 0 } }

    package func send(_ alert: Alert) { enqueue(Self.fields(of: alert)) }

    /// Each `NAME=value`. No value has a newline or another control: readers of the journal's text forms would take it
    /// for more than a value.
    static func fields(of alert: Alert) -> [[UInt8]] {
        let isFiring = alert.state == .firing
        let priority = isFiring ? (alert.severity == .critical ? "2" : "4") : "6"
        var fields = [
            ("MESSAGE", alert.reason), ("PRIORITY", priority),
            ("MESSAGE_ID", (isFiring ? MessageID.firing : .resolved).rawValue),
            ("SYSLOG_IDENTIFIER", "blockwatch"), ("BLOCKWATCH_ALERT_ID", alert.id),
            ("BLOCKWATCH_BLOCK", alert.verdict.block.key.description), ("BLOCKWATCH_SCORE", "\(alert.verdict.score)"),
            ("BLOCKWATCH_STATE", alert.state.rawValue), ("BLOCKWATCH_REASON", alert.reason),
            ("BLOCKWATCH_MODEL", alert.modelName),
        ]
        if let former = alert.resolves { fields.append(("BLOCKWATCH_RESOLVES", former)) }
        return encoded(fields)
    }

    private static func encoded(_ fields: [(String, String)]) -> [[UInt8]] {
        fields.map { name, value in Array("\(name)=\(value.asPlainText)".utf8) }
    }

    /// A message that is no alert.
    package func send(_ message: String, _ id: MessageID) {
        enqueue(
            Self.encoded([
                ("MESSAGE", message), ("PRIORITY", "4"), ("MESSAGE_ID", id.rawValue),
                ("SYSLOG_IDENTIFIER", "blockwatch"),
            ]))
    }

    /// Waits until all is sent, or for `seconds`; what waits then still is dropped, for the program ends.
    package func close(within seconds: Int) {
        let group = DispatchGroup()
        queue.async(group: group) {}
        guard group.wait(timeout: .now() + .seconds(seconds)) == .timedOut else { return }
        state.withLock { $0.dropped += $0.waiting }
    }

    private func enqueue(_ fields: [[UInt8]]) {
        let hasRoom = state.withLock { state in
            if state.waiting >= Self.capacity {
                state.dropped += 1
                return false
            }
            state.waiting += 1
            return true
        }
        guard hasRoom else { return }
        queue.async { [self] in
            let isSent = Journal.send(fields)
            state.withLock { state in
                state.waiting -= 1
                if !isSent { state.dropped += 1 }
            }
        }
    }
}
