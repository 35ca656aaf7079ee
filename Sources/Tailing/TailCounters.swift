/// Everything that can happen to bytes on their way to lines, counted.
package struct TailCounters: Sendable, Hashable {
    package var bytes = 0
    /// Lines longer than `input.max_line_bytes`, passed over.
    package var overlongLines = 0
    /// Bytes of a file's rest that was lost: it was truncated or taken away before it was read.
    package var truncations = 0
    /// Files that could not be opened or read, each time anew.
    package var unreadable = 0

    package init() {}

    package static func += (left: inout TailCounters, right: TailCounters) {
        left.bytes += right.bytes
        left.overlongLines += right.overlongLines
        left.truncations += right.truncations
        left.unreadable += right.unreadable
    }
}
