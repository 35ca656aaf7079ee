import Glibc
import Records

/// Whether something could be written there. Nothing is made, so that looking changes nothing.
enum OutputCheck {
    /// - Throws: `FileError`.
    static func file(_ path: String) throws {
        if path == "-" { return }
        if path.isEmpty { throw FileError("create", path, errno: ENOENT) }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let parent = parts.isEmpty ? "." : parts.joined(separator: "/") + "/"
        switch fileKind(path) {
        case .directory: throw FileError("create", path, errno: EISDIR)
        case .other: if !isWritable(path) { throw FileError("write", path, errno: errno) }
        case nil: if !isWritable(parent) { throw FileError("create", path, errno: errno) }
        }
    }

    /// What a command writes beside its result: said before the work, not after it.
    /// - Throws: `FileError`.
    static func files(_ paths: String?...) throws { for case let path? in paths { try file(path) } }

    /// The daemon makes it, and those above it, where it is missing.
    /// - Throws: `FileError`.
    static func directory(_ path: String) throws {
        var existing = path.isEmpty ? "." : path
        while fileKind(existing) == nil, let slash = existing.lastIndex(of: "/"), slash != existing.startIndex {
            existing = String(existing[..<slash])
        }
        if fileKind(existing) == nil { existing = path.hasPrefix("/") ? "/" : "." }
        guard fileKind(existing) == .directory else { throw FileError("create", path, errno: ENOTDIR) }
        guard isWritable(existing) else { throw FileError("create", path, errno: errno) }
    }
}
