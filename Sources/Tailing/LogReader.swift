import Records

/// A log that is read once, from its first byte to its last; plain, gzip, or `-` for standard input.
package struct LogReader {
    private let path: String
    private let input: InputID
    private let file: FileID
    private var source: ByteSource
    private var buffer: LineBuffer
    private var bytes = 0
    private var isAtEnd = false
    private var damage: (any Error)?

    /// - Throws: `FileError`.
    package init(path: String, input: InputID, file: FileID, maxLineBytes: Int) throws {
        self.path = path
        self.input = input
        self.file = file
        source = try ByteSource(path: path)
        buffer = LineBuffer(maxLineBytes: maxLineBytes)
    }

    /// The same for two names of one file; nil for standard input.
    package var identity: FileIdentity? { source.identity }

    package var counters: TailCounters {
        var counters = buffer.counters
        counters.bytes = bytes
        return counters
    }

    /// The next lines; nil at the end. The last line counts without its newline, too.
    /// - Throws: `FileError`; `DataFault` for damaged gzip; after everything before it was given.
    package mutating func read() throws -> LineBatch? {
        while !isAtEnd {
            do {
                if let block = try source.next() {
                    bytes += block.count
                    if let taken = buffer.take(block[...]) { return batch(taken) }
                    continue
                }
            } catch {
                damage = error
            }
            isAtEnd = true
            if let taken = buffer.finish() { return batch(taken) }
        }
        if let damage { throw damage }
        return nil
    }

    private func batch(_ taken: (bytes: [UInt8], lines: [LogLine])) -> LineBatch {
        LineBatch(input: input, file: file, path: path, bytes: taken.bytes, lines: taken.lines)
    }
}
