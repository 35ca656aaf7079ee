import Records

/// How following an input begins: where the file of before the restart is now, or which file is the first.
extension FollowedInput {
    /// A gzip file that may hold what is looked for, and cannot be read so far, is waited for that long.
    private static let patienceWithPacking = Duration.seconds(60)

    mutating func begin(_ look: inout Look, _ readers: Readers, _ nextFile: () -> FileID) {
        if let point = resuming {
            let candidates = siblings(&look)
            let base = FileStatus.of(path).map { [Siblings.Sibling(path: path, status: $0)] } ?? []
            if let error = obstacle(to: point, base + candidates) { return report(error) }
            if point.offset == 0, openWhatIsOlder(&look, nextFile) { return }
            if let found = whereabouts(of: point, base + candidates.reversed(), &look, readers) {
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

    /// A copy of a file of which nothing was read (copytruncate) cannot be told by its content: a rotated file that is
    /// new comes first.
    mutating func openWhatIsOlder(_ look: inout Look, _ nextFile: () -> FileID) -> Bool {
        guard let next = successor(&look) else { return false }
        return open(next.path, from: next.offset, nextFile)
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
        of point: ResumePoint, _ all: [Siblings.Sibling], _ look: inout Look, _ readers: Readers
    ) -> String? {
        if let same = all.first(where: { $0.status.identity == point.identity && Siblings.agrees($0.path, with: point) }
        ) {
            return same.path
        }
        // Of a file of which nothing was read, nothing is known but an inode, which may be another log's by now.
        if let other = look.path(of: point.identity, in: path.directory), !readers.logs.contains(other),
            Siblings.agrees(other, with: point)
        {
            return other
        }
        return point.offset == 0 ? nil : all.first { Siblings.agrees($0.path, with: point) }?.path
    }

    /// Whether the file that is looked for may be in a gzip file of which there is not enough yet to tell.
    private mutating func isBeingPacked(_ point: ResumePoint, _ candidates: [Siblings.Sibling]) -> Bool {
        guard ContinuousClock.now - resumingSince < Self.patienceWithPacking else { return false }
        return candidates.contains { sibling in
            sibling.isPacked && !known.isSame(sibling)
                && (Siblings.head(of: sibling.path)?.count ?? 0) < point.head.length
                && Siblings.endsEarly(sibling.path)
        }
    }
}
