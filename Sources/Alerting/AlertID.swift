import Records

/// An alert's name: it follows from the block, the state, the stamps of its first and last line and the number of its
/// lines, and from nothing else, so that the same input gives the same names however it was read.
package enum AlertID {
    /// The first 32 hexadecimal digits of the SHA-256 of `blk_…|state|first ms|last ms|lines`.
    package static func of(_ block: Block, _ state: Alert.State) -> String {
        let text = [
            block.key.description, state.rawValue, "\(block.first.milliseconds)", "\(block.last.milliseconds)",
            "\(block.lines)",
        ].joined(separator: "|")
        return String(Digest.sha256(Array(text.utf8)).prefix(32))
    }
}
