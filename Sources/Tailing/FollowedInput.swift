import Records

/// One log that is followed through its rotations: the files to read, oldest first, and which come next.
struct FollowedInput {
    /// A gzip file that may hold what is looked for, and cannot be read so far, is waited for that long.
    private static let patienceWithPacking = Duration.seconds(60)

    let id: InputID
    /// The path that was asked for; rotation moves what it leads to.
    let path: String
    private let options: FollowOptions
    /// The files whose lines are not all safe yet; the last one is being read.
    private var files: [FollowedFile] = []
    /// The file that was left last, as long as its writer may still hold it.
    private var former: FollowedFile?
    private var known: KnownFiles
    /// Where to go on after a restart, until the file is found.
    private var resuming: ResumePoint?
    private var resumingSince = ContinuousClock.now
    /// From where to read the first file: nil is its end.
    private var firstOffset: UInt64? = 0
    /// Seen before the latest read: another file stands at the path, or follows in the chain.
    private var hasSuccessor = false
    /// Whether it was looked for a successor since the file was opened.
    private var hasLookedBehind = false
    private var isBroken = false
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
        known = KnownFiles(resuming?.known ?? [])
    }

    /// The file that is being read, as the file system knows it.
    var identity: FileIdentity? { files.last?.identity ?? resuming?.identity }
    /// The files that have been read before.
    var knownIdentities: [FileIdentity] { known.identities }

    /// Whether it has read the file, to whatever end, under whatever name.
    mutating func hasRead(_ file: Siblings.Sibling) -> Bool {
        known.contains(file.status.identity) && known.isSame(file)
    }

    mutating func takeNotices() -> [FileNotice] {
        defer { notices = [] }
        return notices
    }

    /// Files whose content is none of our business: older than our beginning.
    mutating func ignore(_ siblings: [Siblings.Sibling]) {
        for sibling in siblings { known.know(sibling) }
        cachedPoint = nil
    }

    // MARK: handles

    var openFiles: Int { files.count(where: \.isOpen) + (former?.isOpen == true ? 1 : 0) }

    /// Gives up the handles; they are opened anew when there is something to read.
    mutating func closeFiles() {
        for index in files.indices { files[index].close() }
        former = nil
    }

    /// Opens the file that is being read, if its handle was given up: by its inode, where it stands now; or what was
    /// made of it, by its content.
    /// - Returns: whether it can be read on, or something was found that goes on in its place.
    /// - Throws: `FileError` where it is there and cannot be opened.
    private mutating func reopen(_ look: inout Look, _ nextFile: () -> FileID) throws -> Bool {
        guard let last = files.indices.last, !files[last].isOpen else { return true }
        if files[last].isDone { return false }
        if try files[last].reopen(path) { return true }
        if let other = look.path(of: files[last].identity, in: path.directory), try files[last].reopen(other) {
            return true
        }
        let file = files[last]
        guard let copy = siblings(&look).last(where: { Siblings.agrees($0.path, with: file.point(of: path)) }) else {
            return false
        }
        return open(copy.path, from: file.buffer.resume, isSkipping: file.buffer.isSkipping, nextFile)
    }

    // MARK: looking

    /// Looks at what has become of the path.
    mutating func refresh(_ look: inout Look, _ readers: Readers, _ nextFile: () -> FileID) {
        if files.isEmpty { begin(&look, readers, nextFile) }
        guard let last = files.indices.last else { return }
        let there = FileStatus.of(path)
        if let there, there.identity == files[last].identity {
            hasSuccessor = formerHasGrown()
        } else {
            // An empty file at the path may wait for a writer that still holds the old one.
            let isReplaced = there.map { $0.size > 0 && !readers.isTaken($0.identity, from: id) } ?? false
            hasSuccessor = isReplaced || successor(&look) != nil
        }
        noticeUnread(last, there)
    }

    private mutating func noticeUnread(_ last: Int, _ there: FileStatus?) {
        if hasSuccessor || files[last].isGzip { hasUnread = true }
        let status = files[last].isOpen ? try? files[last].status() : there
        guard let status, status.identity == files[last].identity else { return }
        if files[last].hasNews(status) { hasUnread = true }
        // The space of a deleted file is free only when nobody holds it.
        if status.links == 0, !hasUnread, (try? files[last].hasNotChangedForLong()) == true { files[last].close() }
    }

    /// Whether the file that was left last has been written to since: its writer still held it.
    private mutating func formerHasGrown() -> Bool {
        guard let file = former, let status = try? former?.status() else { return false }
        if status.size > file.position { return true }
        if (try? former?.hasNotChangedForLong()) == true { former = nil }
        return false
    }

    private mutating func begin(_ look: inout Look, _ readers: Readers, _ nextFile: () -> FileID) {
        if let point = resuming {
            let candidates = siblings(&look)
            let base = FileStatus.of(path).map { [Siblings.Sibling(path: path, status: $0)] } ?? []
            if let error = obstacle(to: point, base + candidates) { return report(error) }
            // Nothing of it had been read, so nothing tells whether it was copied and truncated since: the oldest first.
            if point.offset == 0, let next = successor(&look) {
                open(next.path, from: next.offset, nextFile)
                return
            }
            if let found = whereabouts(of: point, base + candidates.reversed(), &look) {
                open(found, from: point.offset, isSkipping: point.isSkipping, nextFile)
                return
            }
            if base.isEmpty && candidates.isEmpty || isBeingPacked(point, candidates) { return }
            resuming = nil
            if point.offset > 0 { lose(path, from: point.offset) }
        }
        if let next = successor(&look) {
            open(next.path, from: next.offset, nextFile)
        } else if let there = FileStatus.of(path), !readers.isTaken(there.identity, from: id) {
            let sibling = Siblings.Sibling(path: path, status: there)
            open(path, from: known.contains(there.identity) ? known.position(in: sibling) : firstOffset, nextFile)
        }
    }

    /// Why the file of before the restart, which is there, cannot be opened.
    private func obstacle(to point: ResumePoint, _ all: [Siblings.Sibling]) -> (any Error)? {
        guard let same = all.first(where: { $0.status.identity == point.identity }) else { return nil }
        do {
            _ = try OpenFile.open(same.path)
            return nil
        } catch {
            return error
        }
    }

    /// Where the file of before the restart is now: the same inode first, whatever its name; a copy, or what gzip made of
    /// it, else.
    private func whereabouts(
        of point: ResumePoint, _ all: [Siblings.Sibling], _ look: inout Look
    ) -> String? {
        if let same = all.first(where: { $0.status.identity == point.identity && Siblings.agrees($0.path, with: point) }
        ) {
            return same.path
        }
        if let other = look.path(of: point.identity, in: path.directory), Siblings.agrees(other, with: point) {
            return other
        }
        return point.offset == 0 ? nil : all.first { Siblings.agrees($0.path, with: point) }?.path
    }

    /// Whether the file that is looked for may be in a gzip file of which there is not enough yet to tell.
    private func isBeingPacked(_ point: ResumePoint, _ candidates: [Siblings.Sibling]) -> Bool {
        guard ContinuousClock.now - resumingSince < Self.patienceWithPacking else { return false }
        return candidates.contains { sibling in
            sibling.isPacked && !known.contains(sibling.status.identity)
                && (Siblings.head(of: sibling.path)?.count ?? 0) < point.head.length
                && Siblings.endsEarly(sibling.path)
        }
    }

    private func siblings(_ look: inout Look) -> [Siblings.Sibling] {
        Siblings.find(of: path, excluding: options.exclude, &look)
    }

    /// The oldest of the rotated files that have not been read, and from where on.
    private mutating func successor(_ look: inout Look) -> (path: String, offset: UInt64)? {
        let heads = files.map { $0.head(before: $0.position) }
        for sibling in siblings(&look)
        where !files.contains(where: { $0.identity == sibling.status.identity })
            || sibling.status.identity != files.last?.identity && known.contains(sibling.status.identity)
        {
            if sibling.isPacked && sibling.status.size < Siblings.minPackedSize { continue }
            if let offset = known.unread(of: sibling, besides: heads) { return (sibling.path, offset) }
        }
        return nil
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
            known.forget(file.identity)
            files.append(file)
            resuming = nil
            hasSuccessor = false
            hasLookedBehind = false
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

    private mutating func lose(_ path: String, from offset: UInt64) {
        counters.lostRests += 1
        notices.append(.lost(path, unread: offset))
    }

    // MARK: reading

    /// The next lines; nil where there are none at present (``hasUnread`` says whether there may be more at once).
    /// - Parameter blockSize: bytes to read at once.
    mutating func read(
        blockSize: Int, _ look: inout Look, _ readers: Readers, _ nextFile: () -> FileID
    ) -> LineBatch? {
        let mayMoveOn = hasSuccessor
        do {
            guard !files.isEmpty else {
                hasUnread = false
                return nil
            }
            guard try reopen(&look, nextFile) else {
                return leaveLost(mayMoveOn, readers, &look, nextFile)
            }
            return try readOpen(blockSize, mayMoveOn, readers, &look, nextFile)
        } catch {
            report(error)
            // A damaged file has nothing more to give; an unreadable one is tried again.
            return error is DataFault && mayMoveOn ? moveOn(readers, &look, nextFile) : nil
        }
    }

    private mutating func readOpen(
        _ blockSize: Int, _ mayMoveOn: Bool, _ readers: Readers, _ look: inout Look,
        _ nextFile: () -> FileID
    ) throws -> LineBatch? {
        let last = files.count - 1
        switch try counted(last, { try $0.read(blockSize: blockSize) }) {
        case .lines(let bytes, let lines):
            isBroken = false
            return batch(files[last], bytes, lines)
        case .partial:
            isBroken = false
            return nil
        case .truncated:
            beginAnew(&look, nextFile)
            return nil
        case .end:
            if mayMoveOn, try mayLeave(last) { return moveOn(readers, &look, nextFile) }
            hasUnread = false
            // Of several rotations the next file is there already: it must not wait for the next look.
            if !hasLookedBehind {
                hasLookedBehind = true
                refresh(&look, readers, nextFile)
            }
            return nil
        }
    }

    /// The file whose handle was given up is nowhere any more. Nothing is lost before another takes its place: it may
    /// come back.
    private mutating func leaveLost(
        _ mayMoveOn: Bool, _ readers: Readers, _ look: inout Look, _ nextFile: () -> FileID
    ) -> LineBatch? {
        guard mayMoveOn, let file = files.last else {
            hasUnread = false
            return nil
        }
        let count = files.count
        let rest = moveOn(readers, &look, nextFile)
        if files.count > count && !file.isDone { lose(file.path, from: file.position) }
        return rest
    }

    /// Counts what reading a file did, and says what it passed over.
    private mutating func counted<T>(_ index: Int, _ read: (inout FollowedFile) throws -> T) rethrows -> T {
        let (position, buffer) = (files[index].position, files[index].buffer)
        defer {
            let (file, now) = (files[index], files[index].buffer)
            counters.bytes += Int(file.position - position)
            counters.overlongLines += now.counters.overlongLines - buffer.counters.overlongLines
            counters.skippedBytes += now.counters.skippedBytes - buffer.counters.skippedBytes
            if buffer.firstOverlong == nil, let range = now.firstOverlong {
                notices.append(.overlong(file.path, range, limit: options.maxLineBytes))
            }
            if buffer.firstHole == nil, let range = now.firstHole { notices.append(.hole(file.path, range)) }
        }
        return try read(&files[index])
    }

    private func batch(_ file: FollowedFile, _ bytes: [UInt8], _ lines: [LogLine]) -> LineBatch {
        LineBatch(input: id, file: file.id, path: file.path, bytes: bytes, lines: lines)
    }

    /// Whether nothing more is to be hoped for from a file that was read to its end. A gzip file that ends in the
    /// middle may still be being written, as long as it changes.
    private mutating func mayLeave(_ index: Int) throws -> Bool {
        if files[index].isComplete { return true }
        guard try files[index].hasNotChangedForLong() else { return false }
        notices.append(.damaged(.gzipEndsEarly(files[index].path)))
        return true
    }

    /// The file has been read to its end and another follows.
    private mutating func moveOn(
        _ readers: Readers, _ look: inout Look, _ nextFile: () -> FileID
    ) -> LineBatch? {
        let last = files.count - 1
        guard let next = next(readers, &look), open(next.path, from: next.offset, nextFile) else { return nil }
        known.forgetVanished(butFor: siblings(&look))
        let rest = counted(last) { $0.finish() }
        let left = files[last]
        if left.identity != files[last + 1].identity {
            known.know(
                KnownFile(
                    identity: left.identity, head: left.head(before: left.position),
                    offset: left.isGzip ? .max : left.position))
            former = left.isGzip ? nil : left
        }
        return rest.flatMap { $0.lines.isEmpty ? nil : batch(left, $0.bytes, $0.lines) }
    }

    /// What is read next, and from where on: a rotated file, or what stands at the path.
    private mutating func next(
        _ readers: Readers, _ look: inout Look
    ) -> (path: String, offset: UInt64)? {
        if let successor = successor(&look) { return successor }
        guard let there = FileStatus.of(path) else {
            hasSuccessor = false
            hasUnread = false
            return nil
        }
        let isOther = there.identity != files.last?.identity
        if isOther && readers.isTaken(there.identity, from: id) || !isOther {
            // The former file has grown, and has no name any more that leads to it.
            if formerHasGrown(), let file = former { loseGrowth(of: file) }
            hasSuccessor = false
            hasUnread = false
            return nil
        }
        return (path, known.position(in: Siblings.Sibling(path: path, status: there)))
    }

    private mutating func loseGrowth(of file: FollowedFile) {
        former = nil
        lose(file.path, from: file.position)
    }

    /// The file was truncated: what was unread may stand in a copy that was made before (copytruncate); after it, or
    /// without one, the file is read from its beginning.
    private mutating func beginAnew(_ look: inout Look, _ nextFile: () -> FileID) {
        guard let file = files.last else { return }
        let point = file.point(of: path)
        let copy = siblings(&look).last { sibling in
            sibling.status.identity != file.identity && !known.contains(sibling.status.identity)
                && Siblings.agrees(sibling.path, with: point)
        }
        // What cannot be opened now is tried again, and said once.
        let wasSaid = isBroken
        if let copy {
            open(copy.path, from: file.buffer.resume, isSkipping: file.buffer.isSkipping, nextFile)
        } else if open(path, from: 0, nextFile) || !wasSaid {
            counters.lostRests += 1
            notices.append(.truncated(file.path, unread: file.position))
        }
    }

    // MARK: positions

    mutating func pass(_ file: FileID, _ next: UInt64) {
        guard let index = files.firstIndex(where: { $0.id == file }) else { return }
        files[index].pass(next)
        if index > 0 { files.removeFirst(index) }
    }

    /// The file is gone and the next one is not there yet: a restart still waits for it, and knows what was read.
    private var pointOfNothing: ResumePoint {
        ResumePoint(
            path: path, identity: FileIdentity(device: 0, inode: 0), offset: 0, head: FilePrint([]),
            tail: FilePrint([]), isSkipping: false, known: knownAtFirst)
    }

    /// Where to go on after a restart.
    mutating func resumePoint() -> ResumePoint {
        while files.count > 1 && files[0].isPassed { files.removeFirst() }
        guard let file = files.first else { return resuming ?? pointOfNothing }
        let offset = file.resumeOffset
        if let cachedPoint, cachedPoint.offset == offset, cachedPoint.identity == file.identity { return cachedPoint }
        let point = ResumePoint(
            path: path, identity: file.identity, offset: offset, head: file.head(before: offset),
            tail: file.tail(before: offset), isSkipping: file.isSkipping(at: offset), known: knownAtFirst)
        cachedPoint = point
        return point
    }

    /// What was known when the first of the files was being read: those behind it are read anew, from where they were
    /// begun.
    private var knownAtFirst: [KnownFile] {
        var known = known
        for file in files.reversed() { known.forget(file.identity) }
        for file in files.dropFirst().reversed() where file.identity != files[0].identity {
            known.forget(file.identity)
            if file.start > 0 {
                known.know(KnownFile(identity: file.identity, head: file.head(before: file.start), offset: file.start))
            }
        }
        return known.files
    }
}
