import Glibc

/// Files that are read or written as a whole.
package enum WholeFile {
    /// - Throws: ``FileError``.
    package static func read(_ path: String) throws -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError("read", path, errno: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw FileError("read", path, errno: errno) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 18)
        bytes.reserveCapacity(Int(status.st_size))
        while true {
            let count = unsafe block.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw FileError("read", path, errno: errno) }
            if count == 0 { return bytes }
            bytes += block[..<count]
        }
    }

    /// Replaces the file, or makes it: after a crash at any moment the old or the new content stands there, whole.
    /// A device or a pipe is written to as it is.
    /// - Throws: ``FileError``.
    package static func replace(_ path: String, with bytes: [UInt8]) throws {
        let file = try StreamedFile(path: path)
        try file.write(bytes)
        try file.finish()
    }

    /// Writes all of `bytes`, however often the kernel takes only a part.
    /// - Throws: ``FileError`` that names `path`.
    package static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32, _ path: String) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw FileError("write", path, errno: errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Makes a new or renamed file's name in its directory durable.
    package static func syncDirectory(of path: String) throws {
        let directory = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError("write", directory, errno: errno) }
        defer { close(descriptor) }
        // Some file systems cannot sync a directory; they say EINVAL.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw FileError("write", directory, errno: errno) }
    }
}

/// A file that is written piece by piece and appears under its name when it is whole.
package final class StreamedFile {
    private let path: String
    /// Where the pieces go until then: beside the path, or the path itself where that is a device or a pipe.
    private let target: String
    private let isSpecial: Bool
    private let descriptor: Int32
    private var isFinished = false

    /// - Parameter temporary: where the pieces are written first, in the same directory; nil is a name of this process's
    ///   own.
    /// - Throws: ``FileError``.
    package init(path: String, mode: UInt32 = 0o644, temporary: String? = nil) throws {
        self.path = path
        var status = stat()
        isSpecial = unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
        target = isSpecial ? path : temporary ?? "\(path).tmp-\(getpid())"
        descriptor = unsafe open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw FileError("create", path, errno: errno) }
    }

    deinit {
        close(descriptor)
        if !isFinished && !isSpecial { unsafe unlink(target) }
    }

    package func write(_ bytes: [UInt8]) throws { try write(bytes[...]) }
    package func write(_ bytes: ArraySlice<UInt8>) throws { try WholeFile.write(bytes, to: descriptor, path) }

    /// Makes it durable and gives it its name, in place of what had it.
    /// - Parameter former: a name for what had it. Killed in between, the file has no name of its own but that one: never
    ///   do both lead to one file, which could be damaged at once.
    package func finish(keepingAs former: String? = nil) throws {
        if isSpecial { return }
        guard fsync(descriptor) == 0 else { throw FileError("write", path, errno: errno) }
        FailPoint.checkpointWritten.reached()
        if let former {
            _ = unsafe rename(path, former)
            FailPoint.checkpointFormerKept.reached()
        }
        guard unsafe rename(target, path) == 0 else { throw FileError("create", path, errno: errno) }
        isFinished = true
        FailPoint.checkpointNamed.reached()
        try WholeFile.syncDirectory(of: path)
    }
}
