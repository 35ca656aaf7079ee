/// A log that is followed or replayed: an index into the order of the inputs' names. All rotated siblings of a log
/// are one input.
package struct InputID: RawRepresentable, Hashable, Comparable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    package static func < (left: InputID, right: InputID) -> Bool { left.rawValue < right.rawValue }
}

/// A file that lines were read from; one input has several over time (rotation). Never given twice in a process.
package struct FileID: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }
}

/// One line of a log, without its line ending: a range of the bytes of its ``LineBatch``, and where it stood.
package struct LogLine: Hashable, Sendable {
    /// The range in ``LineBatch/bytes``; a trailing CR and the newline are left out.
    package var start: Int
    package var end: Int
    /// Byte offset of the line's first byte from the (uncompressed) file's start.
    package var offset: UInt64
    /// Byte offset of what follows the line: reading resumes here when the line's consequences are safe.
    package var next: UInt64

    package init(start: Int, end: Int, offset: UInt64, next: UInt64) {
        self.start = start
        self.end = end
        self.offset = offset
        self.next = next
    }
}

/// Lines of one file that were read together, in the file's order.
package struct LineBatch: Sendable {
    package var input: InputID
    package var file: FileID
    /// The path that the file was opened by, as evidence names it.
    package var path: String
    package var bytes: [UInt8]
    package var lines: [LogLine]

    package init(input: InputID, file: FileID, path: String, bytes: [UInt8], lines: [LogLine]) {
        self.input = input
        self.file = file
        self.path = path
        self.bytes = bytes
        self.lines = lines
    }
}
