import Records

/// How following an input begins: where the file of before the restart is now, or which file is the first.
extension FollowedInput {
    /// A gzip file that may hold what is looked for, and cannot be read so far, is waited for that long.
    private static let patienceWithPacking = Duration.seconds(60)

    mutating func begin(_ look: inout Look, _ readers: Readers, _ nextFile: () -> FileID) {
        if let point = resuming {
            let candidates = siblings(&look)
            let base = Siblings.Sibling.at(path).map { [$0] } ?? []
            if let error = obstacle(to: point, base + candidates) { return report(error) }
            if point.offset == 0 {
                if openWhatIsOlder(&look, nextFile) || isBeingPacked(point, candidates) { return }
            }
            if let found = whereabouts(of: point, base + candidates.reversed(), &look, readers) {
                open(found, from: point.offset, isSkipping: point.isSkipping, nextFile)
                return
            }
            if base.isEmpty && candidates.isEmpty || isBeingPacked(point, candidates) { return }
            // A rotation may have been moving it while we looked: it is gone only if it is missed twice.
            if !isMissed && point.offset > 0 {
                isMissed = true
                return
            }
            resuming = nil
            if point.offset > 0 { lose(path, from: point.offset) }
        }
        if let next = successor(&look) {
            open(next.file, from: next.offset, nextFile)
        } else if let there = Siblings.Sibling.at(path), !readers.isTaken(there.status.identity, from: id) {
            let isKnown = known.contains(there.status.identity)
            open(there, from: isKnown ? known.position(in: there) : firstOffset, nextFile)
        }
    }

    /// A copy of a file of which nothing was read (copytruncate) cannot be told by its content: a rotated file that is
    /// new comes first.
    mutating func openWhatIsOlder(_ look: inout Look, _ nextFile: () -> FileID) -> Bool {
        guard let next = successor(&look) else { return false }
        return open(next.file, from: next.offset, nextFile)
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
    ) -> Siblings.Sibling? {
        if let same = all.first(where: { $0.status.identity == point.identity && Siblings.agrees($0, with: point) }) {
            return same
        }
        // Of a file of which nothing was read, nothing is known but an inode, which may be another log's by now.
        if let other = look.path(of: point.identity, in: path.directory).flatMap(Siblings.Sibling.at),
            !readers.logs.contains(other.path), readers.logOfRotated(other.path) == nil,
            Siblings.agrees(other, with: point)
        {
            return other
        }
        return point.offset == 0 ? nil : all.first { Siblings.agrees($0, with: point) }
    }

    /// Whether the file that is looked for may be in a gzip file of which there is not enough yet to tell.
    private mutating func isBeingPacked(_ point: ResumePoint, _ candidates: [Siblings.Sibling]) -> Bool {
        guard ContinuousClock.now - resumingSince < Self.patienceWithPacking else { return false }
        return candidates.contains { sibling in
            sibling.isPacked && !known.isSame(sibling) && Siblings.endsEarly(sibling.path)
                && (sibling.status.size < Siblings.minPackedSize
                    || (Siblings.head(of: sibling)?.count ?? 0) < max(1, point.head.length))
        }
    }
}
