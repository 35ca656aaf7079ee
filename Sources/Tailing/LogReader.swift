import Records

/// A log that is read once, from its first byte to its last; plain, gzip, or `-` for standard input.
package struct LogReader {
    private static let maxCopiedRest = 1 << 16

    private let path: String
    private let input: InputID
    private let file: FileID
    private var source: ByteSource
    private var buffer: LineBuffer
    private var bytes = 0
    private var isAtEnd = false
    private var damage: (any Error)?

    /// - Parameter blockSize: bytes to read at once.
    /// - Throws: `FileError`.
    package init(
        path: String, input: InputID, file: FileID, maxLineBytes: Int, blockSize: Int = 1 << 18
    ) throws {
        self.path = path
        self.input = input
        self.file = file
        source = try ByteSource(path: path, blockSize: blockSize)
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
                // Of a short rest a copy is made, behind which the block is read; a long line's pieces are put together.
                let isShort = buffer.rest.count <= Self.maxCopiedRest
                if let block = try source.next(after: isShort ? buffer.rest : []) {
                    bytes += block.count - (isShort ? buffer.rest.count : 0)
                    if let taken = isShort ? buffer.take(withRest: block) : buffer.take(block[...]) {
                        return batch(taken)
                    }
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
