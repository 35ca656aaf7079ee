import Records

/// One log that is followed through its rotations: the files to read, oldest first, and which come next.
struct FollowedInput {
    let id: InputID
    /// The path that was asked for; rotation moves what it leads to.
    let path: String
    private let options: FollowOptions
    /// The files whose lines are not all safe yet; the last one is being read.
    private var files: [FollowedFile] = []
    private var known: [KnownFile] = []
    /// Where to go on after a restart, until the file is found.
    private var resuming: ResumePoint?
    /// From where to read the first file: nil is its end.
    private var firstOffset: UInt64? = 0
    /// Seen before the latest read: another file stands at the path, or follows in the chain.
    private var hasSuccessor = false
    private var isBroken = false
    /// Of the file that is being read, at the latest look.
    private var seenSize: UInt64?
    private(set) var hasUnread = true
    private var cachedPoint: ResumePoint?
    private(set) var notices: [FileNotice] = []
    private(set) var counters = TailCounters()

    init(id: InputID, path: String, options: FollowOptions, resuming: ResumePoint?, from offset: UInt64?) {
        self.id = id
        self.path = path
        self.options = options
        self.resuming = resuming
        firstOffset = offset
        known = resuming?.known ?? []
    }

    var position: InputPosition {
        let offset = files.last?.position ?? resuming?.offset ?? 0
        let size = files.last.flatMap { $0.isGzip ? nil : max(seenSize ?? 0, offset) }
        return InputPosition(path: path, file: files.last?.path, offset: offset, size: size)
    }

    /// The file that is being read, as the file system knows it.
    var identity: FileIdentity? { files.last?.identity }

    mutating func takeNotices() -> [FileNotice] {
        defer { notices = [] }
        return notices
    }

    /// Files whose content is none of our business: older than our beginning.
    mutating func ignore(_ siblings: [Siblings.Sibling]) {
        for sibling in siblings { know(sibling.path, sibling.status.identity) }
    }

    // MARK: looking

    /// Looks at what has become of the path.
    mutating func refresh(_ nextFile: () -> FileID) {
        if files.isEmpty { begin(nextFile) }
        guard let file = files.last else { return }
        let there = FileStatus.of(path)
        if let there, there.identity == file.identity {
            hasSuccessor = false
        } else {
            // An empty file at the path may wait for a writer that still holds the old one.
            hasSuccessor = (there?.size ?? 0) > 0 || !successors().isEmpty
        }
        let size = try? file.size()
        seenSize = size
        if hasSuccessor || file.isGzip || size.map({ $0 != file.position }) == true { hasUnread = true }
    }

    private mutating func begin(_ nextFile: () -> FileID) {
        if let point = resuming {
            let candidates = Siblings.find(of: path, excluding: options.exclude)
            let base = FileStatus.of(path).map { [Siblings.Sibling(path: path, status: $0)] } ?? []
            // The same inode first; a copy, or what gzip made of it, else.
            let all = base + candidates.reversed()
            let found =
                all.first { $0.status.identity == point.identity && Siblings.agrees($0.path, with: point) }
                ?? (point.offset == 0 ? nil : all.first { Siblings.agrees($0.path, with: point) })
            if let found {
                open(found.path, from: point.offset, isSkipping: point.isSkipping, nextFile)
                return
            }
            guard base.isEmpty == false || !candidates.isEmpty else { return }
            resuming = nil
            if point.offset > 0 {
                counters.lostRests += 1
                notices.append(.lost(path))
            }
        }
        if let next = successors().first {
            open(next, from: 0, nextFile)
        } else if FileStatus.of(path) != nil {
            open(path, from: firstOffset, nextFile)
        }
    }

    /// The rotated files that have not been read, oldest first.
    private mutating func successors() -> [String] {
        var paths: [String] = []
        for sibling in Siblings.find(of: path, excluding: options.exclude) {
            if files.contains(where: { $0.identity == sibling.status.identity }) || isKnown(sibling) { continue }
            paths.append(sibling.path)
        }
        return paths
    }

    /// A file that was packed, or copied before it was truncated, is known by its content.
    private mutating func isKnown(_ sibling: Siblings.Sibling) -> Bool {
        if known.contains(where: { $0.identity == sibling.status.identity }) { return true }
        let heads = known.map(\.head) + files.map { $0.head(before: $0.position) }
        let lengths = Set(heads.map(\.length)).filter { $0 > 0 }
        let isKnown = lengths.contains { length in
            Siblings.head(of: sibling.path, length: length).map(heads.contains) ?? false
        }
        if isKnown { know(sibling.path, sibling.status.identity) }
        return isKnown
    }

    /// What is known of files that are there no more is of no use.
    private mutating func forgetVanished() {
        let there = Set(Siblings.find(of: path, excluding: []).map(\.status.identity))
        known.removeAll { !there.contains($0.identity) }
    }

    private mutating func know(_ path: String, _ identity: FileIdentity) {
        known.removeAll { $0.identity == identity }
        guard let status = FileStatus.of(path) else { return }
        let length = path.hasSuffix(".gz") ? 0 : Int(min(status.size, UInt64(FilePrint.maxLength)))
        known.append(KnownFile(identity: identity, head: Siblings.head(of: path, length: length) ?? FilePrint([])))
        cachedPoint = nil
    }

    /// - Parameter isSkipping: whether `offset` lies within an overlong line.
    /// - Returns: whether it could be opened.
    @discardableResult
    private mutating func open(
        _ path: String, from offset: UInt64?, isSkipping: Bool = false, _ nextFile: () -> FileID
    ) -> Bool {
        do {
            let file = try FollowedFile(
                id: nextFile(), path: path, from: offset, isSkipping: isSkipping, maxLineBytes: options.maxLineBytes)
            if let former = files.last {
                notices.append(.rotated(former.path, next: path))
            } else {
                notices.append(.found(path, from: file.position))
            }
            known.removeAll { $0.identity == file.identity }
            files.append(file)
            seenSize = try? file.size()
            resuming = nil
            hasSuccessor = false
            hasUnread = true
            isBroken = false
            cachedPoint = nil
            return true
        } catch {
            report(error)
            return false
        }
    }

    private mutating func report(_ error: any Error) {
        hasUnread = false
        if !isBroken {
            counters.unreadable += 1
            switch error {
            case let error as FileError: notices.append(.unreadable(error))
            case let fault as DataFault: notices.append(.damaged(fault))
            default: break
            }
        }
        isBroken = true
    }

    // MARK: reading

    /// The next lines; nil where there are none at present (``hasUnread`` says whether there may be more at once).
    mutating func read(_ nextFile: () -> FileID) -> LineBatch? {
        guard let last = files.indices.last else {
            hasUnread = false
            return nil
        }
        let mayMoveOn = hasSuccessor
        do {
            let reading = try counted(last) { try $0.read() }
            switch reading {
            case .lines(let bytes, let lines):
                isBroken = false
                return batch(files[last], bytes, lines)
            case .partial:
                isBroken = false
                return nil
            case .truncated:
                beginAnew(nextFile)
                return nil
            case .end:
                guard mayMoveOn, try mayLeave(files[last]) else {
                    hasUnread = false
                    return nil
                }
                return moveOn(nextFile)
            }
        } catch {
            report(error)
            // A damaged file has nothing more to give; an unreadable one is tried again.
            return error is DataFault && mayMoveOn ? moveOn(nextFile) : nil
        }
    }

    /// Counts what reading a file did.
    private mutating func counted<T>(_ index: Int, _ read: (inout FollowedFile) throws -> T) rethrows -> T {
        let (position, buffer) = (files[index].position, files[index].buffer.counters)
        defer {
            counters.bytes += Int(files[index].position - position)
            counters.overlongLines += files[index].buffer.counters.overlongLines - buffer.overlongLines
            counters.skippedBytes += files[index].buffer.counters.skippedBytes - buffer.skippedBytes
        }
        return try read(&files[index])
    }

    private func batch(_ file: FollowedFile, _ bytes: [UInt8], _ lines: [LogLine]) -> LineBatch {
        LineBatch(input: id, file: file.id, path: file.path, bytes: bytes, lines: lines)
    }

    /// Whether nothing more is to be hoped for from a file that was read to its end. A gzip file that ends in the
    /// middle may still be being written, as long as it changes.
    private mutating func mayLeave(_ file: FollowedFile) throws -> Bool {
        if file.isComplete { return true }
        guard try file.hasNotChangedForLong() else { return false }
        counters.lostRests += 1
        notices.append(
            .damaged(.gzipEndsEarly(file.path)))
        return true
    }

    /// The file has been read to its end and another follows.
    private mutating func moveOn(_ nextFile: () -> FileID) -> LineBatch? {
        let last = files.count - 1
        let next = successors().first ?? path
        guard open(next, from: 0, nextFile) else { return nil }
        forgetVanished()
        let rest = counted(last) { $0.finish() }
        known.append(KnownFile(identity: files[last].identity, head: files[last].head(before: files[last].position)))
        return rest.flatMap { $0.lines.isEmpty ? nil : batch(files[last], $0.bytes, $0.lines) }
    }

    /// The file was truncated: what was unread may stand in a copy that was made before (copytruncate); after it, or
    /// without one, the file is read from its beginning.
    private mutating func beginAnew(_ nextFile: () -> FileID) {
        guard let file = files.last else { return }
        let point = file.point(of: path)
        let copy = Siblings.find(of: path, excluding: options.exclude).last { sibling in
            sibling.status.identity != file.identity && !known.contains { $0.identity == sibling.status.identity }
                && Siblings.agrees(sibling.path, with: point)
        }
        // What cannot be opened now is tried again, and said once.
        let wasSaid = isBroken
        if let copy {
            open(copy.path, from: file.buffer.resume, nextFile)
        } else if open(path, from: 0, nextFile) || !wasSaid {
            counters.lostRests += 1
            notices.append(.truncated(file.path))
        }
    }

    // MARK: positions

    mutating func pass(_ file: FileID, _ next: UInt64) {
        guard let index = files.firstIndex(where: { $0.id == file }) else { return }
        files[index].pass(next)
        if index > 0 { files.removeFirst(index) }
    }

    /// Where to go on after a restart; nil where nothing has been found yet.
    mutating func resumePoint() -> ResumePoint? {
        while files.count > 1 && files[0].isPassed { files.removeFirst() }
        guard let file = files.first else { return resuming }
        let offset = file.resumeOffset
        if let cachedPoint, cachedPoint.offset == offset, cachedPoint.identity == file.identity { return cachedPoint }
        // Files behind the first are read anew, so they are not known.
        let later = Set(files.dropFirst().map(\.identity))
        let point = ResumePoint(
            path: path, identity: file.identity, offset: offset, head: file.head(before: offset),
            tail: file.tail(before: offset), isSkipping: file.isSkipping(at: offset),
            known: known.filter { $0.identity != file.identity && !later.contains($0.identity) })
        cachedPoint = point
        return point
    }
}
