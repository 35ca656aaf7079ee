import Dispatch
import Parsing
import Records
import Synchronization
import Tailing

/// A log's lines, parsed, batch after batch. With `isAhead`, other threads read and parse the next ones meanwhile; the
/// batches are the same, and come in the same order.
final class ParsedLog: Sendable {
    /// So many batches wait at most.
    private static let depth = 4

    private let parser: LineParser
    private let reader: Mutex<LogReader>
    private let batches = Mutex<[Result<EventBatch?, any Error>]>([])
    private let isAhead: Bool
    private let queue = DispatchQueue(label: "log")
    private let ready = DispatchSemaphore(value: 0)

    /// The same for two names of one file; nil for standard input.
    let identity: FileIdentity?

    /// - Throws: `FileError`.
    init(
        _ path: String, number: Int, maxLineBytes: Int, blockSize: Int, parser: LineParser, isAhead: Bool
    ) throws {
        let number = UInt32(number)
        let reader = try LogReader(
            path: path, input: InputID(rawValue: number), file: FileID(rawValue: number), maxLineBytes: maxLineBytes,
            blockSize: blockSize)
        identity = reader.identity
        self.parser = parser
        self.reader = Mutex(reader)
        self.isAhead = isAhead
    }

    /// Begins to read ahead; to be called once, before the first ``next()``.
    func start() {
        if isAhead { for _ in 0..<Self.depth { readAhead() } }
    }

    var counters: TailCounters { reader.withLock { $0.counters } }

    /// Nil at the log's end.
    /// - Throws: what ``LogReader/read()`` throws.
    func next() throws -> EventBatch? {
        guard isAhead else { return try read() }
        ready.wait()
        defer { readAhead() }
        return try batches.withLock { $0.removeFirst() }.get()
    }

    private func readAhead() {
        queue.async {
            let batch = Result { try self.read() }
            self.batches.withLock { $0.append(batch) }
            self.ready.signal()
        }
    }

    private func read() throws -> EventBatch? {
        try reader.withLock { try $0.read() }.map(parser.parse)
    }
}
