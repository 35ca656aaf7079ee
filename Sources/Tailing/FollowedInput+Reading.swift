import Records

/// Reading an input: the lines of its files, and from which file to which it goes on.
extension FollowedInput {
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
            if buffer.overlongSince == nil, let start = now.overlongSince {
                say(.overlongBegan(file.path, start, limit: options.maxLineBytes))
            }
            if buffer.firstOverlong == nil, let range = now.firstOverlong {
                say(.overlong(file.path, range, limit: options.maxLineBytes))
            }
            if buffer.firstHole == nil, let range = now.firstHole { say(.hole(file.path, range)) }
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
        counters.lostRests += 1
        say(.damaged(.gzipEndsEarly(files[index].path)))
        return true
    }

    /// The file has been read to its end and another follows.
    private mutating func moveOn(
        _ readers: Readers, _ look: inout Look, _ nextFile: () -> FileID
    ) -> LineBatch? {
        let last = files.count - 1
        guard let next = next(readers, &look), open(next.file, from: next.offset, nextFile) else { return nil }
        let siblings = siblings(&look)
        known.forgetVanished(butFor: siblings)
        let identity = files[last].identity
        // What is left for a file that comes before it goes on afterwards: its half line is none yet.
        let goesOn =
            FileStatus.of(path)?.identity == identity
            || siblings.drop { $0.status.identity != next.file.status.identity }.contains {
                $0.status.identity == identity
            }
        let rest = goesOn ? nil : counted(last) { $0.finish() }
        let left = files[last]
        let offset = goesOn ? left.buffer.resume : left.position
        if left.identity != files[last + 1].identity {
            // An empty one is known to be empty: its inode may come back with something in it.
            let end = left.isGzip && offset > 0 ? .max : offset
            known.know(KnownFile(identity: left.identity, head: left.head(before: offset), offset: end))
            former = left.isGzip ? nil : left
        }
        return rest.flatMap { $0.lines.isEmpty ? nil : batch(left, $0.bytes, $0.lines) }
    }

    /// What is read next, and from where on: a rotated file, or what stands at the path.
    private mutating func next(
        _ readers: Readers, _ look: inout Look
    ) -> (file: Siblings.Sibling, offset: UInt64)? {
        if let successor = successor(&look) { return successor }
        guard let there = Siblings.Sibling.at(path) else {
            hasSuccessor = false
            hasUnread = false
            return nil
        }
        let isOther = there.status.identity != files.last?.identity
        if isOther && readers.isTaken(there.status.identity, from: id) || !isOther {
            // The former file has grown, and has no name any more that leads to it.
            if formerHasGrown(), let file = former { loseGrowth(of: file) }
            hasSuccessor = false
            hasUnread = false
            return nil
        }
        return (there, known.position(in: there, besides: beingRead))
    }

    private mutating func loseGrowth(of file: FollowedFile) {
        former = nil
        lose(file.path, from: file.position)
    }

    /// The file was truncated: what was unread may stand in a copy that was made before (copytruncate); after it, or
    /// without one, the file is read from its beginning.
    mutating func beginAnew(_ look: inout Look, _ nextFile: () -> FileID) {
        guard let file = files.last else { return }
        let point = file.point(of: path)
        let copy = siblings(&look).last { sibling in
            sibling.status.identity != file.identity && !known.hasBeenRead(sibling)
                && Siblings.agrees(sibling, with: point)
        }
        // What cannot be opened now is tried again, and said once.
        let isNew = truncated.insert(file.identity).inserted
        if let copy {
            open(copy, from: file.buffer.resume, isSkipping: file.buffer.isSkipping, nextFile)
            return
        }
        openTruncated(file, &look, nextFile)
        if isNew {
            counters.lostRests += 1
            say(.truncated(file.path, unread: file.position))
        }
    }

    /// It may have been renamed since: then it is one of the rotated files.
    private mutating func openTruncated(_ file: FollowedFile, _ look: inout Look, _ nextFile: () -> FileID) {
        let there = Siblings.Sibling.at(path)
        let next = there?.status.identity == file.identity ? nil : successor(&look)
        if let next = next ?? there.map({ ($0, 0) }) {
            open(next.file, from: next.offset, nextFile)
        } else {
            hasUnread = false
        }
    }
}
