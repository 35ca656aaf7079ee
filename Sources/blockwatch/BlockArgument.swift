import ArgumentParser
import Records

extension BlockKey {
    /// As people name it: `1`, `blk_1` and `blk_1_1001` are all `blk_1`.
    /// - Throws: `ValidationError`.
    static func named(_ text: String) throws -> BlockKey {
        let name = text.hasPrefix("blk_") ? text : "blk_" + text
        let parts = name.split(separator: "_", omittingEmptySubsequences: false)
        let key = parts.count <= 3 ? BlockKey(parts.prefix(2).joined(separator: "_")) : nil
        guard let key, parts.count < 3 || UInt64(parts[2]) != nil else {
            throw ValidationError("a block like blk_-123 is expected, not \"\(text.asPlainText)\"")
        }
        return key
    }
}
