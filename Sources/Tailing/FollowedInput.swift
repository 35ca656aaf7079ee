import Records

/// One log that is followed through its rotations: the files to read, oldest first, and which come next.
struct FollowedInput {
    let id: InputID
    /// The path that was asked for; rotation moves what it leads to.
    let path: String
    let options: FollowOptions
    /// The files whose lines are not all safe yet; the last one is being read.
    var files: [FollowedFile] = []
    /// The file that was left last, as long as its writer may still hold it.
    var former: FollowedFile?
    var known: KnownFiles
    /// Where to go on after a restart, until the file is found.
    var resuming: ResumePoint?
    var resumingSince = ContinuousClock.now
    /// Whether it was looked for in vain.
    var isMissed = false
    /// From where to read the first file: nil is its end.
    var firstOffset: UInt64? = 0
    /// Seen before the latest read: another file stands at the path, or follows in the chain.
    var hasSuccessor = false
    /// Files that were truncated, and whose new content has not been begun.
    var truncated: Set<FileIdentity> = []
    /// Whether it was looked for a successor since the file was opened.
    var hasLookedBehind = false
    var isBroken = false
    /// Of the file that is being read, at the latest look.
    private var seenSize: UInt64?
    var hasUnread = true
    private var cachedPoint: ResumePoint?
    private var notices: [FileNotice] = []
    private var valve = NoticeValve()
    var counters = TailCounters()

    init(id: InputID, path: String, options: FollowOptions, resuming: ResumePoint?, from offset: UInt64?) {
        self.id = id
        self.path = path
        self.options = options
        self.resuming = resuming
        firstOffset = offset
        known = KnownFiles(resuming?.known ?? [])
    }

    var position: InputPosition {
        let offset = files.last?.position ?? resuming?.offset ?? 0
        let size = files.last.flatMap { $0.isGzip ? nil : max(seenSize ?? 0, offset) }
        return InputPosition(path: path, file: files.last?.path, offset: offset, size: size)
    }

    /// The file that is being read, as the file system knows it.
    var identity: FileIdentity? { files.last?.identity ?? resuming?.identity }
    /// The files that have been read before.
    var knownIdentities: [FileIdentity] { known.identities }

    /// Whether it has read the file, to whatever end, under whatever name.
    mutating func hasRead(_ file: Siblings.Sibling) -> Bool {
        known.contains(file.status.identity) && known.isSame(file)
    }

    /// What has been counted since they were taken last.
    mutating func takeCounters() -> TailCounters {
        defer { counters = TailCounters() }
        return counters
    }

    mutating func takeNotices() -> [FileNotice] {
        defer { notices = [] }
        return notices
    }

    /// No log can make us say things without end.
    mutating func say(_ notice: FileNotice) {
        switch valve.admit() {
        case .all: notices.append(notice)
        case .last: notices.append(.silenced(path))
        case .none: break
        }
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
    mutating func reopen(_ look: inout Look, _ nextFile: () -> FileID) throws -> Bool {
        guard let last = files.indices.last, !files[last].isOpen else { return true }
        if files[last].isDone { return false }
        if try files[last].reopen(path) { return true }
        if let other = look.path(of: files[last].identity, in: path.directory), try files[last].reopen(other) {
            return true
        }
        let file = files[last]
        guard let copy = siblings(&look).last(where: { Siblings.agrees($0, with: file.point(of: path)) }) else {
            return false
        }
        return open(copy, from: file.buffer.resume, isSkipping: file.buffer.isSkipping, nextFile)
    }

    // MARK: looking

    /// Looks at what has become of the path.
    mutating func refresh(_ look: inout Look, _ readers: Readers, _ nextFile: () -> FileID) {
        if files.isEmpty { begin(&look, readers, nextFile) }
        guard let last = files.indices.last else { return }
        let there = FileStatus.of(path)
        if let there, there.identity == files[last].identity {
            if files[last].position == 0, openWhatIsOlder(&look, nextFile) { return refresh(&look, readers, nextFile) }
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
        seenSize = status.size
        if files[last].hasNews(status) { hasUnread = true }
        // The space of a deleted file is free only when nobody holds it.
        if status.links == 0, !hasUnread, (try? files[last].hasNotChangedForLong()) == true { files[last].close() }
    }

    /// Whether the file that was left last has been written to since: its writer still held it.
    mutating func formerHasGrown() -> Bool {
        guard let file = former, let status = try? former?.status() else { return false }
        if status.size > file.position { return true }
        if (try? former?.hasNotChangedForLong()) == true { former = nil }
        return false
    }

    func siblings(_ look: inout Look) -> [Siblings.Sibling] {
        Siblings.find(of: path, excluding: options.exclude, &look)
    }

    var beingRead: [KnownFile] {
        files.map { KnownFile(identity: $0.identity, head: $0.head(before: $0.position), offset: $0.position) }
    }

    /// The oldest of the rotated files that have not been read, and from where on.
    mutating func successor(_ look: inout Look) -> (file: Siblings.Sibling, offset: UInt64)? {
        let beingRead = beingRead
        for sibling in siblings(&look)
        where !files.contains(where: { $0.identity == sibling.status.identity })
            || sibling.status.identity != files.last?.identity && known.contains(sibling.status.identity)
            || truncated.contains(sibling.status.identity)
        {
            // One that is empty so far may become a copy.
            if sibling.status.size < (sibling.isPacked ? Siblings.minPackedSize : 1) { continue }
            if let offset = known.unread(of: sibling, besides: beingRead) { return (sibling, offset) }
        }
        return nil
    }

    /// - Parameter isSkipping: whether `offset` lies within an overlong line.
    /// - Returns: whether it could be opened.
    @discardableResult
    mutating func open(
        _ sibling: Siblings.Sibling, from offset: UInt64?, isSkipping: Bool = false, _ nextFile: () -> FileID
    ) -> Bool {
        do {
            let file = try FollowedFile(
                id: nextFile(), sibling, from: offset, isSkipping: isSkipping, maxLineBytes: options.maxLineBytes)
            if let former = files.last {
                say(.rotated(former.path, next: file.path))
            } else {
                say(.found(file.path, from: file.position))
            }
            known.release(sibling)
            truncated.remove(file.identity)
            files.append(file)
            seenSize = nil
            resuming = nil
            hasSuccessor = false
            hasLookedBehind = false
            hasUnread = true
            isBroken = false
            cachedPoint = nil
            return true
        } catch is FollowedFile.HasMoved {
            // A rotation came between; the next look sees what it made of the names.
            hasUnread = true
            return false
        } catch {
            report(error)
            return false
        }
    }

    mutating func report(_ error: any Error) {
        hasUnread = false
        if !isBroken {
            counters.unreadable += 1
            switch error {
            case let error as FileError: say(.unreadable(error))
            case let fault as DataFault: say(.damaged(fault))
            default: break
            }
        }
        isBroken = true
    }

    mutating func lose(_ path: String, from offset: UInt64) {
        counters.lostRests += 1
        say(.lost(path, unread: offset))
    }

    // MARK: positions

    mutating func pass(_ batch: LineBatch, _ line: Int) {
        guard let index = files.firstIndex(where: { $0.id == batch.file }) else { return }
        let next = batch.lines[line].next
        let end = batch.lines[line].start + Int(next - batch.lines[line].offset)
        files[index].pass(next, batch.bytes[..<min(end, batch.bytes.count)])
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
