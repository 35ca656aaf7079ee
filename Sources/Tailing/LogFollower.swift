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
    private let start: FollowStart
    private var isFirstLook = true
    private var fileCount: UInt32 = 0
    private let startedAt = machineTime()
    private let watch = DirectoryWatch()
    private var watchedDirectories: Set<String> = []
    private var hasSaidExhausted = false
    private var notices: [FileNotice] = []

    /// - Parameter points: of a checkpoint, where it resumes.
    package init(_ options: FollowOptions, _ start: FollowStart, resuming points: [ResumePoint] = []) {
        self.options = options
        self.start = start
        resuming = Dictionary(points.map { ($0.path, $0) }) { first, _ in first }
        // A log that was followed is followed on, even while rotation keeps its path from matching.
        for point in points where matches(point.path) { _ = add(point.path) }
    }

    /// Becomes readable when something changed in a directory; nil where the kernel has no watches.
    package var wakeDescriptor: Int32? { watch?.descriptor }

    /// All inputs, in the order in which they were found.
    package var inputs: [InputID] { followed.map(\.id) }
    package func name(of input: InputID) -> String { followed[Int(input.rawValue)].path }
    package func hasUnread(_ input: InputID) -> Bool { followed[Int(input.rawValue)].hasUnread }

    package var positions: [InputPosition] { followed.map(\.position) }

    package var counters: TailCounters {
        followed.reduce(into: TailCounters()) { $0 += $1.counters }
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
        let named = Set(options.globs.flatMap(Directory.glob)).filter { path in
            !options.exclude.contains { Directory.matches(path.lastComponent, $0) }
        }
        // Short names first, so that a log comes before its rotated files.
        let new = named.filter { indexOfPath[$0] == nil }
            .sorted { $0.count == $1.count ? $0 < $1 : $0.count < $1.count }
        if !new.isEmpty { addLogs(among: new, named: named) }
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

    /// Adds those paths that are logs, and neither another log's rotated files nor other names of a file that is followed.
    private mutating func addLogs(among paths: [String], named: Set<String>) {
        var identities = Set(followed.flatMap { [$0.identity, FileStatus.of($0.path)?.identity] })
        var listings: [String: Listing] = [:]
        for path in paths where !isRotated(path) {
            guard let status = FileStatus.of(path), status.isRegular, identities.insert(status.identity).inserted else {
                continue
            }
            let index = add(path)
            let listing = listings[path.directory] ?? Listing(path.directory)
            listings[path.directory] = listing
            let siblings = Siblings.find(of: path, excluding: options.exclude, in: listing)
            followed[index].ignore(siblings.filter { isHistory($0, named: named) })
        }
    }

    private mutating func add(_ path: String) -> Int {
        let point = resuming.removeValue(forKey: path)
        let isAtEnd = isFirstLook && start == .first && options.startAtEnd
        indexOfPath[path] = followed.count
        followed.append(
            FollowedInput(
                id: InputID(rawValue: UInt32(followed.count)), path: path, options: options, resuming: point,
                from: isAtEnd ? nil : 0))
        return followed.count - 1
    }

    /// Whether a rotated file of a new input is older than our interest in it. Those that the globs name are read,
    /// too, from a first start at the beginning on.
    private func isHistory(_ sibling: Siblings.Sibling, named: Set<String>) -> Bool {
        switch (isFirstLook, start) {
        case (true, .first): options.startAtEnd || !named.contains(sibling.path)
        case (true, .anew): false
        case (true, .resumed), (false, _): sibling.status.modified < startedAt
        }
    }

    /// Whether the path is a rotated file of a log that is followed.
    private func isRotated(_ path: String) -> Bool {
        path.lastComponent.indices.contains { end in
            let base = path.dropLast(path.lastComponent[end...].count)
            return indexOfPath[String(base)] != nil && Siblings.isSibling(path, of: String(base))
        }
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
