import Records

/// One file that is being read while it may grow, or be truncated, renamed or deleted under us.
struct FollowedFile {
    /// How many of the bytes before the reading position are compared with what they were.
    static let tailLength = 256
    private static let blockSize = 1 << 18

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
    private let file: OpenFile
    private var gzip: GzipTail?
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

    /// - Parameters:
    ///   - offset: where to begin, in uncompressed bytes; nil is the end.
    ///   - isSkipping: whether that lies within an overlong line.
    /// - Throws: `FileError`.
    init(id: FileID, path: String, from offset: UInt64?, isSkipping: Bool, maxLineBytes: Int) throws {
        self.id = id
        self.path = path
        file = try OpenFile.open(path)
        let status = try file.status(path)
        identity = status.identity
        let start = offset ?? status.size
        var magic = [UInt8](repeating: 0, count: 2)
        let isGzip = try path.hasSuffix(".gz") && file.read(at: 0, into: &magic, path) == 2 && magic == [0x1F, 0x8B]
        gzip = isGzip ? GzipTail(skipping: start) : nil
        buffer = LineBuffer(maxLineBytes: maxLineBytes, offset: start, isSkipping: isSkipping)
        (position, given, passed) = (start, start, start)
        if !isGzip {
            tail = try bytes(before: start, Self.tailLength)
            head = try bytes(before: min(start, UInt64(FilePrint.maxLength)), FilePrint.maxLength)
        }
    }

    /// The number of (uncompressed) bytes that are there; nil for gzip, where only reading tells.
    func size() throws -> UInt64? { gzip == nil ? try file.status(path).size : nil }

    var isGzip: Bool { gzip != nil }

    /// Whether the file ends where a file of its kind may end.
    var isComplete: Bool { gzip?.isComplete ?? true }

    /// Whether nobody has written to it for a minute.
    func hasNotChangedForLong() throws -> Bool { try file.status(path).modified.0 + 60 < machineTime().0 }

    /// Reads on.
    /// - Throws: `FileError`; `DataFault` for damaged gzip.
    mutating func read() throws -> Reading {
        let new: ArraySlice<UInt8>
        if gzip != nil {
            let produced = try gzip?.read(file, path) ?? []
            if produced.isEmpty { return .end }
            new = produced[...]
        } else {
            // What was read last is read again with what follows it: a file that was truncated and has grown beyond
            // the old offset is found out before a byte of it is taken for the rest of a line.
            var block = [UInt8](repeating: 0, count: tail.count + Self.blockSize)
            let count = try file.read(at: position - UInt64(tail.count), into: &block, path)
            guard count >= tail.count, block[..<tail.count].elementsEqual(tail) else { return .truncated }
            if count == tail.count { return .end }
            new = block[tail.count..<count]
        }
        if position == head.count { head += new.prefix(FilePrint.maxLength - head.count) }
        position += UInt64(new.count)
        tail = Array((tail + new.suffix(Self.tailLength)).suffix(Self.tailLength))
        guard let (bytes, lines) = buffer.take(new) else { return .partial }
        if let last = lines.last { given = last.next }
        return .lines(bytes: bytes, lines: lines)
    }

    /// Nothing will be appended any more: the last line counts without its newline.
    mutating func finish() -> (bytes: [UInt8], lines: [LogLine])? {
        let rest = buffer.finish()
        if let last = rest?.lines.last { given = last.next }
        return rest
    }

    mutating func pass(_ next: UInt64) { passed = max(passed, next) }

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

    func tail(before offset: UInt64) -> FilePrint {
        gzip == nil ? FilePrint((try? bytes(before: offset, Self.tailLength)) ?? []) : FilePrint([])
    }

    private func bytes(before offset: UInt64, _ count: Int) throws -> [UInt8] {
        var block = [UInt8](repeating: 0, count: Int(min(offset, UInt64(count))))
        let got = try file.read(at: offset - UInt64(block.count), into: &block, path)
        return Array(block[..<got])
    }
}

/// A gzip file that may still be being written: its end is only the end for now.
struct GzipTail {
    private let inflater = Inflater()
    private var rawPosition: UInt64 = 0
    private var skip: UInt64

    /// - Parameter skip: uncompressed bytes that are not wanted.
    init(skipping skip: UInt64) {
        self.skip = skip
    }

    /// The next uncompressed bytes; none where there are no more at present.
    /// - Throws: `FileError`; `DataFault` where it is damaged.
    mutating func read(_ file: OpenFile, _ path: String) throws -> [UInt8] {
        var output = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            if inflater.isHungry {
                var raw = [UInt8](repeating: 0, count: 1 << 16)
                let count = try file.read(at: rawPosition, into: &raw, path)
                if count == 0 { return [] }
                rawPosition += UInt64(count)
                inflater.feed(raw[..<count])
            }
            guard let count = inflater.inflate(into: &output) else {
                throw DataFault.gzipIsDamaged(path)
            }
            let skipped = Int(min(skip, UInt64(count)))
            skip -= UInt64(skipped)
            if count > skipped { return Array(output[skipped..<count]) }
        }
    }

    /// Whether the file ends where a gzip file may end.
    var isComplete: Bool { inflater.isBetweenMembers }
}
