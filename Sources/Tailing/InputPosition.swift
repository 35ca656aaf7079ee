/// Where reading a log stands.
package struct InputPosition: Sendable, Hashable {
    /// The path that was asked for.
    package var path: String
    /// The file that is being read, which rotation may have renamed since; nil where none has been found.
    package var file: String?
    /// In uncompressed bytes.
    package var offset: UInt64
    /// The file's size at the latest look, at least ``offset``; nil for gzip and where there is no file.
    package var size: UInt64?

    /// Bytes that are known to be there and have not been read.
    package var lag: UInt64 { size.map { $0 - offset } ?? 0 }
}
