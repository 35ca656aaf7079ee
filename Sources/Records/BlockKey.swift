/// The name of an HDFS block, as logs write it: `blk_` and a decimal number that can be negative.
///
/// A type of its own, so that more than the number (a cluster's name) can join the key later.
/// A generation stamp (`blk_1_1001`) is not part of it.
package struct BlockKey: Hashable, Sendable {
    /// The number behind `blk_`.
    package var number: Int64

    package init(number: Int64) {
        self.number = number
    }

    /// Reads `blk_-123` (the whole text must be the name); nil where it is none.
    package init?(_ text: some StringProtocol) {
        guard text.hasPrefix("blk_"), let number = Int64(text.dropFirst(4)), !text.dropFirst(4).hasPrefix("+") else {
            return nil
        }
        self.number = number
    }
}

extension BlockKey: Comparable {
    // Of its own, as ``Stamp``'s.
    package static func == (left: BlockKey, right: BlockKey) -> Bool { left.number == right.number }
    package static func < (left: BlockKey, right: BlockKey) -> Bool { left.number < right.number }
}

extension BlockKey: CustomStringConvertible {
    package var description: String { "blk_\(number)" }
}
