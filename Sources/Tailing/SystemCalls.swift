import Glibc
import Records

/// An open file, closed with its last holder.
final class OpenFile: Sendable {
    let descriptor: Int32

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// - Throws: `FileError`.
    static func open(_ path: String) throws -> OpenFile {
        // A pipe nobody writes to must not hold up the opening, nor a terminal become ours.
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw FileError("read", path, errno: errno) }
        let file = OpenFile(descriptor: descriptor)
        if try file.status(path).isDirectory { throw FileError("read", path, errno: EISDIR) }
        return file
    }

    deinit {
        if descriptor > STDERR_FILENO { close(descriptor) }
    }

    func status(_ path: String) throws -> FileStatus {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw FileError("read", path, errno: errno) }
        return FileStatus(status)
    }

    /// Reads on from where the last read ended, into a new array behind the bytes of `prefix`.
    func read(atMost count: Int, after prefix: [UInt8] = [], _ path: String) throws -> [UInt8] {
        try unsafe [UInt8](unsafeUninitializedCapacity: prefix.count + count) { buffer, initialized in
            let (_, end) = unsafe buffer.initialize(from: prefix)
            let free = unsafe UnsafeMutableBufferPointer(rebasing: buffer[end...])
            initialized = try end + Self.retry(path) { unsafe Glibc.read(descriptor, free.baseAddress, count) }
        }
    }

    /// Reads at `offset` without moving; memory that nothing is read into is not touched.
    func read(at offset: UInt64, atMost count: Int, _ path: String) throws -> [UInt8] {
        try unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let first = buffer.baseAddress
            initialized = try Self.retry(path) { unsafe pread(descriptor, first, count, off_t(offset)) }
        }
    }

    /// Reads at `offset` without moving.
    func read(at offset: UInt64, into buffer: inout [UInt8], _ path: String) throws -> Int {
        try Self.retry(path) {
            unsafe buffer.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, off_t(offset)) }
        }
    }

    private static func retry(_ path: String, _ call: () -> Int) throws -> Int {
        while true {
            let count = call()
            if count >= 0 { return count }
            if errno != EINTR { throw FileError("read", path, errno: errno) }
        }
    }
}

/// What `stat` says of a file.
struct FileStatus: Hashable {
    var identity: FileIdentity
    var size: UInt64
    var isDirectory: Bool
    var isRegular: Bool
    /// Number of names.
    var links: Int
    /// Seconds and nanoseconds of the last change of the content.
    var modified: (Int, Int) { (modifiedSeconds, modifiedNanoseconds) }
    private var modifiedSeconds: Int
    private var modifiedNanoseconds: Int

    init(_ status: stat) {
        identity = FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        size = UInt64(max(0, status.st_size))
        isDirectory = status.st_mode & S_IFMT == S_IFDIR
        isRegular = status.st_mode & S_IFMT == S_IFREG
        links = Int(status.st_nlink)
        modifiedSeconds = status.st_mtim.tv_sec
        modifiedNanoseconds = status.st_mtim.tv_nsec
    }

    /// Of what the path leads to, links followed; nil where nothing is there (or may be seen).
    static func of(_ path: String) -> FileStatus? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? FileStatus(status) : nil
    }
}

/// Seconds and nanoseconds since 1970, as files' times have them.
func machineTime() -> (Int, Int) {
    var now = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    return (now.tv_sec, now.tv_nsec)
}

/// A file, whatever its name, as long as it exists.
package struct FileIdentity: Hashable, Sendable {
    package var device: UInt64
    package var inode: UInt64
}

enum Directory {
    /// The names in a directory; none where it cannot be read.
    static func names(in path: String) -> [String] {
        guard let directory = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    static func isGlob(_ pattern: String) -> Bool { pattern.contains { "*?[".contains($0) } }

    /// Why what the pattern stands for cannot be looked for in its directory; nil where it can, or that is not there.
    static func fault(_ pattern: String) -> FileError? {
        let path = pattern.directory
        guard unsafe access(path, isGlob(pattern) ? R_OK | X_OK : X_OK) != 0, errno == EACCES else { return nil }
        return FileError("read", path, errno: EACCES)
    }

    /// The paths that a shell's pattern matches, in the order of their bytes; the pattern itself where it has no
    /// wildcard, whether it is there or not.
    static func glob(_ pattern: String) -> [String] {
        guard isGlob(pattern) else { return [pattern] }
        var result = unsafe glob_t()
        defer { unsafe globfree(&result) }
        guard unsafe Glibc.glob(pattern, GLOB_NOSORT, nil, &result) == 0 else { return [] }
        return unsafe (0..<Int(result.gl_pathc)).compactMap { index in
            unsafe result.gl_pathv[index].map { unsafe String(cString: $0) }
        }.sorted()
    }

    /// Whether a shell's pattern matches the name.
    static func matches(_ name: String, _ pattern: String) -> Bool { unsafe fnmatch(pattern, name, 0) == 0 }
}

/// The process's limit of open files.
package enum OpenFileLimit {
    /// Raises it as far as it may be raised.
    /// - Returns: what it is then.
    package static func raise() -> Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
        var raised = rlimit(rlim_cur: limit.rlim_max, rlim_max: limit.rlim_max)
        if unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
        return Int(clamping: limit.rlim_cur)
    }
}

/// The kernel's notices that something changed in a directory.
final class DirectoryWatch: Sendable {
    struct Change: Hashable {
        var watch: Int32
        /// Empty for the directory itself.
        var name: String
    }

    let descriptor: Int32

    /// Nil where the kernel has none to give.
    init?() {
        descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    /// - Returns: the watch's number; nil where the directory cannot be watched.
    func add(_ path: String) -> Int32? {
        let events = IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB
        let watch = unsafe inotify_add_watch(descriptor, path, UInt32(events))
        return watch >= 0 ? watch : nil
    }

    func remove(_ watch: Int32) { inotify_rm_watch(descriptor, watch) }

    /// Takes the notices that have come.
    /// - Returns: what changed, each once; nil where the kernel had too many to tell.
    func drain() -> Set<Change>? {
        var changes: Set<Change> = []
        var isWhole = true
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count <= 0 { return isWhole ? changes : nil }
            var start = 0
            // wd, mask, cookie, length of the name, each of 4 bytes; the name, padded with NULs.
            while start + 16 <= count {
                let (watch, mask, length) = unsafe buffer.withUnsafeBytes {
                    unsafe (
                        $0.loadUnaligned(fromByteOffset: start, as: Int32.self),
                        $0.loadUnaligned(fromByteOffset: start + 4, as: UInt32.self),
                        Int($0.loadUnaligned(fromByteOffset: start + 12, as: UInt32.self))
                    )
                }
                if mask & UInt32(IN_Q_OVERFLOW) != 0 { isWhole = false }
                let name = buffer[(start + 16)..<(start + 16 + length)].prefix { $0 != 0 }
                changes.insert(Change(watch: watch, name: String(decoding: name, as: UTF8.self)))
                start += 16 + length
            }
        }
    }
}
