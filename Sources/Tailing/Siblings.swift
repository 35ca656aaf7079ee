import Records

/// The rotated files of what is named, a log or an alerts file.
package enum RotatedFiles {
    /// Their paths, the oldest first, without the one that is named.
    package static func of(_ path: String, excluding globs: [String] = []) -> [String] {
        var look = Look()
        return Siblings.find(of: path, excluding: globs, &look).map(\.path)
    }
}

/// The rotated files of a log: those in its directory whose names are its name and a suffix.
enum Siblings {
    struct Sibling {
        var path: String
        var status: FileStatus

        /// What stands at the path at present; nil where nothing does.
        static func at(_ path: String) -> Sibling? { FileStatus.of(path).map { Sibling(path: path, status: $0) } }

        var isPacked: Bool { path.hasSuffix(".gz") }
    }

    /// gzip's header and trailer.
    static let minPackedSize: UInt64 = 18
    /// Packed by what we do not read.
    private static let foreignSuffixes = [".bz2", ".xz", ".zst", ".lz4", ".Z", ".zip"]

    /// Whether `path` is `base` with a rotation's suffix.
    static func isSibling(_ path: String, of base: String) -> Bool {
        guard path.count > base.count, path.hasPrefix(base) else { return false }
        return ".-_".contains(path[path.index(path.startIndex, offsetBy: base.count)])
    }

    /// Oldest first: by the time of their last change, then by the number that rotation counts up, then by name.
    static func find(of base: String, excluding excluded: [String], _ look: inout Look) -> [Sibling] {
        let names = look.listing(of: base.directory).names(beginningWith: base.lastComponent)
        let prefix = base.dropLast(base.lastComponent.count)
        let paths = names.map { prefix + $0 }.filter { isSibling($0, of: base) }
        let plain = Set(paths)
        return paths.filter { path in
            // While gzip writes x.gz, x is still there, and whole.
            let isBeingPacked = path.hasSuffix(".gz") && plain.contains(String(path.dropLast(3)))
            return !isBeingPacked && !foreignSuffixes.contains(where: path.hasSuffix)
                && !excluded.contains { Directory.matches(path.lastComponent, $0) }
        }.compactMap { path in
            FileStatus.of(path).flatMap { $0.isRegular ? Sibling(path: path, status: $0) : nil }
        }.sorted { left, right in
            if left.status.modified != right.status.modified { return left.status.modified < right.status.modified }
            let (a, b) = (number(left.path, base), number(right.path, base))
            return a == b ? left.path < right.path : a > b
        }
    }

    /// Of `x.log.2` or `x.log.2.gz`, 2: the higher the older. Of a date, which is the newer the higher, less than 0.
    private static func number(_ path: String, _ base: String) -> Int {
        let digits = path.dropFirst(base.count + 1).prefix { $0.isASCII && $0.isNumber }
        let number = Int(digits) ?? 0
        return digits.count > 4 ? -number : number
    }

    /// The file's first bytes, uncompressed, as many as a fingerprint has; fewer where it ends, or can only be read so
    /// far; nil where it cannot be opened, or another file has its name by now.
    static func head(of sibling: Sibling) -> [UInt8]? {
        guard var source = try? ByteSource(path: sibling.path, blockSize: 4096),
            source.identity == sibling.status.identity
        else { return nil }
        var head: [UInt8] = []
        while head.count < FilePrint.maxLength, let more = try? source.next() { head += more }
        return Array(head.prefix(FilePrint.maxLength))
    }

    /// Whether a gzip file ends in the middle: it may be being written.
    static func endsEarly(_ path: String) -> Bool {
        guard var source = try? ByteSource(path: path, blockSize: 1 << 16) else { return false }
        do {
            while try source.next() != nil {}
            return FileStatus.of(path).map { $0.size < minPackedSize } ?? false
        } catch {
            return error as? DataFault == .gzipEndsEarly(path)
        }
    }

    /// Whether the file has the bytes that a resume point remembers before its offset.
    static func agrees(_ sibling: Sibling, with point: ResumePoint) -> Bool {
        guard let head = head(of: sibling), point.head.isOfBeginning(of: head) else { return false }
        if sibling.isPacked || point.tail.length == 0 { return true }
        guard let file = try? OpenFile.open(sibling.path) else { return false }
        var block = [UInt8](repeating: 0, count: point.tail.length)
        let count = try? file.read(at: point.offset - UInt64(block.count), into: &block, sibling.path)
        return count == block.count && FilePrint(block) == point.tail
    }
}

extension String {
    /// Without the last component; `.` where there is only one.
    var directory: String {
        guard let slash = lastIndex(of: "/") else { return "." }
        return slash == startIndex ? "/" : String(self[..<slash])
    }

    var lastComponent: String { split(separator: "/").last.map(String.init) ?? self }
}
