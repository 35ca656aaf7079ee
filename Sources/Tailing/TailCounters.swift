/// Everything that can happen to bytes on their way to lines, counted.
package struct TailCounters: Sendable, Hashable {
    package var bytes = 0
    /// Lines longer than `input.max_line_bytes`, passed over.
    package var overlongLines = 0
    /// NULs at the beginning of lines, passed over.
    package var skippedBytes = 0
    /// Files that were truncated, or had gone when reading was to go on, and gzip files that end in the middle: what
    /// had not been read of them is lost.
    package var lostRests = 0
    /// Files that could not be opened or read, each time anew.
    package var unreadable = 0

    package init() {}

    package static func += (left: inout TailCounters, right: TailCounters) {
        left.bytes += right.bytes
        left.overlongLines += right.overlongLines
        left.skippedBytes += right.skippedBytes
        left.lostRests += right.lostRests
        left.unreadable += right.unreadable
    }
}
