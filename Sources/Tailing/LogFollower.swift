import Records

/// Which logs to follow, and how.
package struct FollowOptions: Sendable, Hashable {
    package var globs: [String]
    /// Globs of names left out.
    package var exclude: [String]
    /// Where to begin in files that are there at the first start.
    package var startAtEnd: Bool
    package var maxLineBytes: Int

    package init(globs: [String], exclude: [String], startAtEnd: Bool, maxLineBytes: Int) {
        self.globs = globs
        self.exclude = exclude
        self.startAtEnd = startAtEnd
        self.maxLineBytes = maxLineBytes
    }
}

/// Bytes to lines of logs that are being written: finds the files, reads them as they grow, follows them through
/// rotation. Has no thread and waits for nothing: the caller calls ``refresh()`` when the kernel gave notice
/// (``wakeDescriptor``) or a second has passed, and ``read(_:)`` where ``hasUnread(_:)`` says so.
package struct LogFollower {
    private let options: FollowOptions
    private var followed: [FollowedInput] = []
    private var indexOfPath: [String: Int] = [:]
    private var resuming: [String: ResumePoint]
    private var isFirstLook: Bool
    private var fileCount: UInt32 = 0
    private let startedAt = machineTime()
    private let watch = DirectoryWatch()
    private var watchedDirectories: Set<String> = []
    private var hasSaidExhausted = false
    private var notices: [FileNotice] = []

    /// - Parameters:
    ///   - points: of a checkpoint.
    ///   - isFirstStart: whether there was none.
    package init(_ options: FollowOptions, resuming points: [ResumePoint], isFirstStart: Bool) {
        self.options = options
        resuming = Dictionary(points.map { ($0.path, $0) }) { first, _ in first }
        isFirstLook = isFirstStart
        // A log that was followed is followed on, even while rotation keeps its path from matching.
        for point in points where matches(point.path) { _ = add(point.path) }
    }

    /// Becomes readable when something changed in a directory; nil where the kernel has no watches.
    package var wakeDescriptor: Int32? { watch?.descriptor }

    /// All inputs, in the order in which they were found.
    package var inputs: [InputID] { followed.map(\.id) }
    package func name(of input: InputID) -> String { followed[Int(input.rawValue)].path }
    package func hasUnread(_ input: InputID) -> Bool { followed[Int(input.rawValue)].hasUnread }

    package var counters: TailCounters {
        followed.reduce(into: TailCounters()) { sum, input in
            sum += input.counters
            sum.overlongLines += input.overlongLines
        }
    }

    package mutating func takeNotices() -> [FileNotice] {
        defer { notices = [] }
        for index in followed.indices { notices += followed[index].takeNotices() }
        return notices
    }

    /// Looks for new files, and for what has become of the known ones.
    /// - Returns: the inputs that are new.
    package mutating func refresh() -> [InputID] {
        watch?.drain()
        let known = followed.count
        let paths = options.globs.flatMap(Directory.glob).filter { path in
            !options.exclude.contains { Directory.matches(path.lastComponent, $0) }
        }
        for path in Set(paths).sorted(by: { $0.count == $1.count ? $0 < $1 : $0.count < $1.count }) {
            guard indexOfPath[path] == nil, FileStatus.of(path)?.isRegular == true, !isRotated(path), !isAlias(path)
            else {
                continue
            }
            let index = add(path)
            followed[index].ignore(history(of: path, named: Set(paths)))
        }
        isFirstLook = false
        watchDirectories()
        for index in followed.indices { refresh(index) }
        return followed[known...].map(\.id)
    }

    /// The next lines of an input; nil where there are none at present.
    package mutating func read(_ input: InputID) -> LineBatch? {
        let index = Int(input.rawValue)
        var next = fileCount
        defer { fileCount = next }
        return followed[index].read { Self.newID(&next) }
    }

    /// Everything up to `next` of a file has had its consequences.
    package mutating func passed(_ input: InputID, _ file: FileID, next: UInt64) {
        followed[Int(input.rawValue)].pass(file, next)
    }

    /// Where to go on after a restart; what is passed now is not read again.
    package mutating func resumePoints() -> [ResumePoint] {
        followed.indices.compactMap { followed[$0].resumePoint() }
    }

    /// The files that a path or glob leads to at present.
    package static func files(matching pattern: String) -> [String] {
        Directory.glob(pattern).filter { FileStatus.of($0) != nil }
    }

    // MARK: finding

    private static func newID(_ count: inout UInt32) -> FileID {
        count += 1
        return FileID(rawValue: count)
    }

    private mutating func refresh(_ index: Int) {
        var next = fileCount
        defer { fileCount = next }
        followed[index].refresh { Self.newID(&next) }
    }

    private func matches(_ path: String) -> Bool {
        options.globs.contains { $0 == path || Directory.matches(path, $0) }
    }

    private mutating func add(_ path: String) -> Int {
        let point = resuming.removeValue(forKey: path)
        indexOfPath[path] = followed.count
        followed.append(
            FollowedInput(
                id: InputID(rawValue: UInt32(followed.count)), path: path, options: options, resuming: point,
                from: isFirstLook && options.startAtEnd ? nil : 0))
        return followed.count - 1
    }

    /// The rotated files of a new input that are older than our interest in it. Those that the globs name are read,
    /// too, from a first start at the beginning on.
    private func history(of path: String, named: Set<String>) -> [Siblings.Sibling] {
        Siblings.find(of: path, excluding: options.exclude).filter { sibling in
            if isFirstLook { return options.startAtEnd || !named.contains(sibling.path) }
            return sibling.status.modified < startedAt
        }
    }

    /// Whether the path is a rotated file of a log that is followed.
    private func isRotated(_ path: String) -> Bool { followed.contains { Siblings.isSibling(path, of: $0.path) } }

    /// Whether another path leads to the same file.
    private func isAlias(_ path: String) -> Bool {
        guard let identity = FileStatus.of(path)?.identity else { return false }
        return followed.contains { $0.identity == identity || FileStatus.of($0.path)?.identity == identity }
    }

    private mutating func watchDirectories() {
        let directories = Set(followed.map(\.path.directory) + options.globs.map(\.directory))
        for directory in directories.subtracting(watchedDirectories) where FileStatus.of(directory) != nil {
            if watch?.add(directory) == true {
                watchedDirectories.insert(directory)
            } else if !hasSaidExhausted {
                hasSaidExhausted = true
                notices.append(.watchesExhausted)
            }
        }
    }
}
