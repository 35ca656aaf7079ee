/// One thing that happened to one block, by one log line.
package struct Event: Sendable, Hashable {
    package var block: BlockKey
    package var kind: EventKind
    /// When, by the line's own stamp, in UTC.
    package var stamp: Stamp

    package init(block: BlockKey, kind: EventKind, stamp: Stamp) {
        self.block = block
        self.kind = kind
        self.stamp = stamp
    }
}
