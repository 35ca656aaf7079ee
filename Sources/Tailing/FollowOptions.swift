import Records

/// Which logs to follow, and how.
package struct FollowOptions: Sendable, Hashable {
    package var globs: [String]
    /// Globs of names left out.
    package var exclude: [String]
    /// Where to begin in files that are there at the first start.
    package var startAtEnd: Bool
    package var maxLineBytes: Int
    /// So many files are held open at once; above it those unused for the longest time are closed, and opened anew
    /// when there is something to read.
    package var maxOpenFiles: Int

    package init(globs: [String], exclude: [String], startAtEnd: Bool, maxLineBytes: Int, maxOpenFiles: Int = 512) {
        self.globs = globs
        self.exclude = exclude
        self.startAtEnd = startAtEnd
        self.maxLineBytes = maxLineBytes
        self.maxOpenFiles = maxOpenFiles
    }
}
