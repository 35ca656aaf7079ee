import Glibc
import Synchronization

/// A step around an alert or a checkpoint at which a test makes the daemon abort, as a crash would.
///
/// Only the tests' builds have them (`-D FAIL_POINTS`): there the environment variable BLOCKWATCH_FAIL_POINT names the
/// step, `alertNoted:3` its third time. In any other build ``reached(leaving:)`` is empty.
package enum FailPoint: String, CaseIterable, Sendable {
    // The way of an alert
    case alertRaised
    case alertHalfNoted
    case alertNoted
    case alertHalfWritten
    case alertWritten
    case alertWrittenNoted
    case alertDone
    // The way of a checkpoint
    case checkpointBegun
    case checkpointHalfWritten
    case checkpointWritten
    case checkpointFormerKept
    case checkpointNamed
    case checkpointDurable
    case raisedLogRenamed
    case checkpointDone

    /// - Parameter remains: does the part of the step that the crash leaves behind.
    package func reached(leaving remains: () -> Void = {}) {
        #if FAIL_POINTS
            guard Self.hasCome(self) else { return }
            remains()
            abort()
        #endif
    }

    #if FAIL_POINTS
        private struct Chosen {
            var point: FailPoint?
            /// How often it is passed by.
            var passes: Int
        }

        private static let chosen = Mutex(choose())

        private static func choose() -> Chosen {
            guard let value = unsafe getenv("BLOCKWATCH_FAIL_POINT") else { return Chosen(point: nil, passes: 0) }
            let parts = unsafe String(cString: value).split(separator: ":")
            guard let name = parts.first, let point = FailPoint(rawValue: String(name)) else {
                fatalError("BLOCKWATCH_FAIL_POINT names none of \(allCases.map(\.rawValue))")
            }
            return Chosen(point: point, passes: parts.count > 1 ? (Int(parts[1]) ?? 1) - 1 : 0)
        }

        private static func hasCome(_ point: FailPoint) -> Bool {
            chosen.withLock { chosen in
                guard chosen.point == point else { return false }
                chosen.passes -= 1
                return chosen.passes < 0
            }
        }
    #endif
}
