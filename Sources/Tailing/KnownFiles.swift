import Records

/// The files of an input that have been read, or are older than our interest in it, and how far.
///
/// A file is known by its inode only as long as its content agrees, for inodes are used again; and by its content alone
/// where it was packed or copied.
struct KnownFiles {
    /// So many are remembered that have no rotated file's name any more.
    private static let maxStrangers = 64
    /// Two files do not begin with the same so many bytes: a line's stamp and more.
    private static let minTellingLength = 64

    private(set) var files: [KnownFile]
    /// What was read of a file that has not changed since need not be read again.
    private var heads: [FileIdentity: Head] = [:]

    /// Those of ``files`` that are known by their content alone; of the file that they are a copy of, more may have been
    /// written to them than was read, where it was truncated then.
    private var copies: Set<FileIdentity> = []

    private struct Head {
        var status: FileStatus
        var bytes: [UInt8]
    }

    init(_ files: [KnownFile] = []) {
        self.files = files
    }

    var identities: [FileIdentity] { files.map(\.identity) }

    /// From which byte on the file has not been read; nil where all of it has been.
    /// - Parameter others: the files that are being read.
    mutating func unread(of sibling: Siblings.Sibling, besides others: [KnownFile]) -> UInt64? {
        if let known = entry(of: sibling) {
            return !sibling.isPacked && known.offset < sibling.status.size ? known.offset : nil
        }
        guard copy(of: sibling, others) != nil else { return grownOriginal(of: sibling)?.offset ?? 0 }
        know(sibling)
        copies.insert(sibling.status.identity)
        return nil
    }

    /// How far a file that stands at the input's path was read, itself or as the copy that was made of it: between that and
    /// its truncation it is still whole.
    mutating func position(in sibling: Siblings.Sibling, besides others: [KnownFile] = []) -> UInt64 {
        let known = entry(of: sibling) ?? copy(of: sibling, others)
        return known.map { min($0.offset, sibling.status.size) } ?? 0
    }

    /// Whether it is a known file, and not another with its inode.
    mutating func isSame(_ sibling: Siblings.Sibling) -> Bool { entry(of: sibling) != nil }

    /// Whether it has been read itself, or is none of our business.
    mutating func hasBeenRead(_ sibling: Siblings.Sibling) -> Bool {
        isSame(sibling) && !copies.contains(sibling.status.identity)
    }

    private mutating func entry(of sibling: Siblings.Sibling) -> KnownFile? {
        guard let known = files.first(where: { $0.identity == sibling.status.identity }) else { return nil }
        // What cannot be read, or could not be when it became known, is not news.
        guard let head = head(of: sibling) else { return known }
        if known.head.length == 0 && known.offset > 0 { return known }
        guard known.head.isOfBeginning(of: head) else { return nil }
        // Less than a line tells nothing, once there is more.
        let isTelling = known.head.length == FilePrint.maxLength || head.prefix(known.head.length).contains(0x0A)
        return isTelling || head.count == known.head.length ? known : nil
    }

    /// The file that has the same beginning. That of a small one says nothing: such files are copies of each other as a whole
    /// only.
    private mutating func copy(of sibling: Siblings.Sibling, _ others: [KnownFile]) -> KnownFile? {
        // The hole that a writer leaves who does not append is every file's beginning.
        guard let head = head(of: sibling), head.contains(where: { $0 != 0 }) else { return nil }
        let print = FilePrint(head)
        return files.last { $0.head == print } ?? others.first { $0.head == print }
    }

    /// Of a packed file, the small one that it was when it was read to its end: its writer still held it then.
    private mutating func grownOriginal(of sibling: Siblings.Sibling) -> KnownFile? {
        guard sibling.isPacked, let head = head(of: sibling) else { return nil }
        return files.filter {
            $0.head.length >= Self.minTellingLength && UInt64($0.head.length) == $0.offset
                && $0.head.isOfBeginning(of: head)
        }.max { $0.offset < $1.offset }
    }

    private mutating func head(of sibling: Siblings.Sibling) -> [UInt8]? {
        if let head = heads[sibling.status.identity], head.status == sibling.status { return head.bytes }
        // That it cannot be read may change without a trace in its status.
        guard let bytes = Siblings.head(of: sibling) else { return nil }
        heads[sibling.status.identity] = Head(status: sibling.status, bytes: bytes)
        return bytes
    }

    /// The file as it is now is none of our business.
    mutating func know(_ sibling: Siblings.Sibling) {
        release(sibling)
        let head = head(of: sibling)
        let end = sibling.isPacked ? (head?.isEmpty == true ? 0 : .max) : sibling.status.size
        know(KnownFile(identity: sibling.status.identity, head: FilePrint(head ?? []), offset: end))
    }

    mutating func know(_ file: KnownFile) {
        forget(file.identity)
        files.append(file)
    }

    /// The file is read, or known, from now on. Another one that had its inode before is gone, but may have been packed:
    /// it stays known by its content.
    mutating func release(_ sibling: Siblings.Sibling) {
        let identity = sibling.status.identity
        if entry(of: sibling) == nil, let index = files.firstIndex(where: { $0.identity == identity }) {
            files[index].identity = FileIdentity(device: 0, inode: 0)
        }
        forget(identity)
    }

    mutating func forget(_ identity: FileIdentity) {
        files.removeAll { $0.identity == identity }
        copies.remove(identity)
    }

    func contains(_ identity: FileIdentity) -> Bool { files.contains { $0.identity == identity } }

    /// What is known of files that are there no more is of no use; the latest of them may have got other names.
    mutating func forgetVanished(butFor there: [Siblings.Sibling]) {
        let there = Set(there.map(\.status.identity))
        heads = heads.filter { there.contains($0.key) }
        copies.formIntersection(there)
        // Those in front have been gone for longest.
        files =
            files.filter { !there.contains($0.identity) }.suffix(Self.maxStrangers)
            + files.filter { there.contains($0.identity) }
    }
}
