import Records

/// One file that is being read while it may grow, or be truncated, renamed or deleted under us.
struct FollowedFile {
    /// How many of the bytes before the reading position are compared with what they were.
    static let tailLength = 256
    /// A file that does not change for that long is not being written any more.
    private static let patience = Duration.seconds(60)

    enum Reading {
        case lines(bytes: [UInt8], lines: [LogLine])
        /// Bytes, but no line has ended.
        case partial
        /// Nothing more at present.
        case end
        /// What was read is not there any more: it begins anew.
        case truncated
    }

    let id: FileID
    let path: String
    let identity: FileIdentity
    /// Nil after ``close()``, until ``reopen(_:)``.
    private var file: OpenFile?
    private var gzip: GzipTail?
    /// As it was seen last, and since when it has been so.
    private var seen: FileStatus
    private var unchangedSince = ContinuousClock.now
    /// When it had been changed as ``hasNews(_:)`` saw it.
    private var examined: (Int, Int)?
    private(set) var buffer: LineBuffer
    /// The latest bytes before ``position``.
    private var tail: [UInt8] = []
    /// The first bytes, as far as they are known.
    private var head: [UInt8] = []
    /// Where the next (uncompressed) byte stands that has not been read.
    private(set) var position: UInt64
    /// What follows the last line given out, and the last one whose consequences are safe.
    private var given: UInt64
    private var passed: UInt64
    /// The latest bytes before ``passed``, as they were read: the file may have been truncated since.
    private var passedTail: [UInt8] = []
    /// Where reading began.
    let start: UInt64
    /// Whether it has been deleted, read to its end and closed.
    private(set) var isDone = false

    /// Another file has the name by now.
    struct HasMoved: Error {}

    /// - Parameters:
    ///   - offset: where to begin, in uncompressed bytes; nil is the end.
    ///   - isSkipping: whether that lies within an overlong line.
    /// - Throws: `FileError`; ``HasMoved``.
    init(id: FileID, _ sibling: Siblings.Sibling, from offset: UInt64?, isSkipping: Bool, maxLineBytes: Int) throws {
        self.id = id
        path = sibling.path
        let file = try OpenFile.open(path)
        self.file = file
        let status = try file.status(path)
        guard status.identity == sibling.status.identity else { throw HasMoved() }
        (identity, seen) = (status.identity, status)
        let start = offset ?? status.size
        self.start = start
        var magic = [UInt8](repeating: 0, count: 2)
        let isGzip = try path.hasSuffix(".gz") && file.read(at: 0, into: &magic, path) == 2 && magic == [0x1F, 0x8B]
        gzip = isGzip ? GzipTail(skipping: start) : nil
        buffer = LineBuffer(maxLineBytes: maxLineBytes, offset: start, isSkipping: isSkipping)
        (position, given, passed) = (start, start, start)
        if isGzip {
            // Without it, any file would agree with what is remembered of this one.
            if start > 0 {
                guard let begin = Siblings.head(of: sibling) else { throw HasMoved() }
                head = Array(begin.prefix(Int(min(start, UInt64(Int32.max)))))
            }
        } else {
            tail = try bytes(before: start, Self.tailLength)
            passedTail = tail
            head = try bytes(before: min(start, UInt64(FilePrint.maxLength)), FilePrint.maxLength)
        }
    }

    // MARK: the handle

    var isOpen: Bool { file != nil }

    /// Gives up the handle, so that others can be opened. What has been deleted and not been read to its end keeps it:
    /// nothing else leads to that.
    mutating func close() {
        guard let status = try? file?.status(path) else { return }
        isDone = status.links == 0 && status.size <= position && gzip == nil
        if status.links > 0 || isDone { file = nil }
    }

    /// Opens it anew, if it is what stands at one of the paths.
    /// - Throws: `FileError` where it stands there and cannot be opened.
    mutating func reopen(_ path: String) throws -> Bool {
        guard FileStatus.of(path)?.identity == identity else { return false }
        let found = try OpenFile.open(path)
        guard try found.status(path).identity == identity else { return false }
        file = found
        return true
    }

    private func opened() throws -> OpenFile {
        if let file { return file }
        throw FileError("read", path, errno: ErrnoText.missing)
    }

    /// What the file system says of it; nil while it has no handle.
    mutating func status() throws -> FileStatus? {
        guard let status = try file?.status(path) else { return nil }
        if status != seen {
            seen = status
            unchangedSince = .now
        }
        return status
    }

    /// Whether the file has changed since this was asked last, or has not been read to its end. One that was truncated
    /// and has its old size again has another time.
    mutating func hasNews(_ status: FileStatus) -> Bool {
        defer { examined = status.modified }
        return examined.map { $0 != status.modified } ?? true || status.size != position
    }

    var isGzip: Bool { gzip != nil }

    /// Whether the file ends where a file of its kind may end.
    var isComplete: Bool { gzip?.isComplete ?? true }

    /// Whether nobody has written to it for a minute, by the clock that nobody sets.
    mutating func hasNotChangedForLong() throws -> Bool {
        _ = try status()
        return ContinuousClock.now - unchangedSince >= Self.patience
    }

    // MARK: reading

    /// Reads on, at most about `blockSize` bytes; it must have a handle.
    /// - Throws: `FileError`; `DataFault` for damaged gzip.
    mutating func read(blockSize: Int) throws -> Reading {
        let file = try opened()
        let new: ArraySlice<UInt8>
        if gzip != nil {
            let path = path
            let produced = try gzip?.read(file, path, blockSize: blockSize) ?? []
            if produced.isEmpty { return .end }
            new = produced[...]
        } else {
            guard try hasItsHead(file) else { return .truncated }
            // What was read last is read again with what follows it: a file that was truncated and has grown beyond
            // the old offset is found out before a byte of it is taken for the rest of a line.
            let block = try file.read(at: position - UInt64(tail.count), atMost: tail.count + blockSize, path)
            guard block.count >= tail.count, block[..<tail.count].elementsEqual(tail) else { return .truncated }
            if block.count == tail.count { return .end }
            new = block[tail.count...]
        }
        if position == head.count { head += new.prefix(FilePrint.maxLength - head.count) }
        position += UInt64(new.count)
        tail = Array((tail + new.suffix(Self.tailLength)).suffix(Self.tailLength))
        guard let (bytes, lines) = buffer.take(new) else { return .partial }
        if let last = lines.last { given = last.next }
        return .lines(bytes: bytes, lines: lines)
    }

    /// Logs repeat themselves, so that the same bytes may stand before the reading position by chance; they do not
    /// begin with the same moment.
    private func hasItsHead(_ file: OpenFile) throws -> Bool {
        // The tail is compared in any case.
        guard position > UInt64(Self.tailLength) else { return true }
        var block = [UInt8](repeating: 0, count: head.count)
        return try file.read(at: 0, into: &block, path) == block.count && block == head
    }

    /// Nothing will be appended any more: the last line counts without its newline.
    mutating func finish() -> (bytes: [UInt8], lines: [LogLine])? {
        let rest = buffer.finish()
        if let last = rest?.lines.last { given = last.next }
        return rest
    }

    /// - Parameter tail: the latest bytes before `next`.
    mutating func pass(_ next: UInt64, _ tail: ArraySlice<UInt8>) {
        if next < passed { return }
        passed = next
        passedTail = Array(tail.suffix(Self.tailLength))
    }

    /// Whether the consequences of all its lines are safe.
    var isPassed: Bool { passed == given }

    /// Where reading can go on after a crash; beyond the last line where only an overlong one follows it.
    var resumeOffset: UInt64 { isPassed ? max(passed, buffer.resume) : passed }

    /// Whether `offset` lies within an overlong line.
    func isSkipping(at offset: UInt64) -> Bool { buffer.isSkipping && offset == buffer.resume }

    // MARK: fingerprints

    /// Of the first bytes that stand before `offset`.
    func head(before offset: UInt64) -> FilePrint {
        FilePrint(head.prefix(Int(min(offset, UInt64(FilePrint.maxLength)))))
    }

    /// What a copy of it, made at any time up to now, can be recognized by.
    func point(of path: String) -> ResumePoint {
        ResumePoint(
            path: path, identity: identity, offset: position, head: FilePrint(head), tail: FilePrint(tail),
            isSkipping: false, known: [])
    }

    /// Of the bytes that stand before `offset`; of none where nobody can tell, which agrees with everything.
    func tail(before offset: UInt64) -> FilePrint {
        if gzip != nil { return FilePrint([]) }
        if offset == position { return FilePrint(tail) }
        if offset == passed { return FilePrint(passedTail) }
        return FilePrint((try? bytes(before: offset, Self.tailLength)) ?? [])
    }

    private func bytes(before offset: UInt64, _ count: Int) throws -> [UInt8] {
        let file = try opened()
        var block = [UInt8](repeating: 0, count: Int(min(offset, UInt64(count))))
        let got = try file.read(at: offset - UInt64(block.count), into: &block, path)
        return Array(block[..<got])
    }
}
