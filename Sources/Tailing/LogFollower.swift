import Records

/// Bytes to lines of logs that are being written: finds the files, reads them as they grow, follows them through
/// rotation. Has no thread and waits for nothing: the caller calls ``refresh(everything:)`` when the kernel gave notice
/// (``wakeDescriptor``) or a second has passed, and ``read(_:)`` where ``hasUnread(_:)`` says so.
package struct LogFollower {
    /// Everything is looked at once a second, by a caller whose seconds are not quite even.
    private static let lookEvery = Duration.milliseconds(900)
    /// Looking at everything takes at most this share of the time.
    private static let lookShare = 20
    private static let longestBetweenLooks = Duration.seconds(3)
    /// What is read of all inputs at once, as each may have to wait for the others.
    private static let blockBytes = 1 << 26
    private static let blockSizes = (min: 1 << 14, max: 1 << 18)

    private let options: FollowOptions
    private var followed: [FollowedInput] = []
    private var indexOfPath: [String: Int] = [:]
    private var readers = Readers()
    private var resuming: [String: ResumePoint]
    private var fileCount: UInt32 = 0
    private var history: History
    private var budget: FileBudget
    private var watches = Watches()
    private var look = Look()
    private var isFirstLook = true
    /// When everything is looked at again: at the latest, and at the earliest where something new is there.
    private var nextLookAt = ContinuousClock.now
    private var earliestLookAt = ContinuousClock.now
    private var isLookDue = false
    private var notices: [FileNotice] = []
    /// One of the globs for each directory that they are looked for in.
    private let globOfDirectory: [String]
    /// Directories that could not be searched at the latest look.
    private var closedDirectories: Set<String> = []

    /// - Parameter points: of a checkpoint, where it resumes.
    package init(_ options: FollowOptions, _ start: FollowStart, resuming points: [ResumePoint] = []) {
        self.options = options
        // With a wildcard, for that needs more of the directory.
        globOfDirectory = Dictionary(options.globs.map { ($0.directory, $0) }) { Directory.isGlob($0) ? $0 : $1 }.values
            .sorted()
        history = History(start, startAtEnd: options.startAtEnd)
        budget = FileBudget(limit: options.maxOpenFiles)
        resuming = Dictionary(points.map { ($0.path, $0) }) { first, _ in first }
        // A log that was followed is followed on, even while rotation keeps its path from matching.
        for point in points where matches(point.path) { add(point.path) }
    }

    /// Becomes readable when something changed in a directory; nil where the kernel has no watches.
    package var wakeDescriptor: Int32? { watches.descriptor }

    /// All inputs, in the order in which they were found.
    package var inputs: [InputID] { followed.map(\.id) }
    package func name(of input: InputID) -> String { followed[Int(input.rawValue)].path }
    package func position(of input: InputID) -> InputPosition { followed[Int(input.rawValue)].position }
    package func hasUnread(_ input: InputID) -> Bool { followed[Int(input.rawValue)].hasUnread }
    /// Whether any input has something unread, as far as the latest look tells.
    package var hasUnread: Bool { followed.contains(where: \.hasUnread) }

    package var positions: [InputPosition] { followed.map(\.position) }

    /// Of all inputs.
    package private(set) var counters = TailCounters()

    package mutating func takeNotices() -> [FileNotice] {
        defer { notices = [] }
        return watches.takeNotices() + notices
    }

    /// Looks at what the kernel says has changed; at everything once a second, or when a new file is there.
    /// - Parameter everything: now.
    /// - Returns: the inputs that are new, and all that were looked at.
    package mutating func refresh(everything: Bool = true) -> (new: [InputID], seen: [InputID]) {
        let changed = noticed()
        let now = ContinuousClock.now
        guard everything || now >= nextLookAt || isLookDue && now >= earliestLookAt else {
            for index in changed { refresh(index) }
            return ([], changed.map { followed[$0].id })
        }
        isLookDue = false
        let (known, isFirst) = (followed.count, isFirstLook)
        findLogs()
        sayClosedDirectories()
        watches.watch(Set(followed.map(\.path.directory) + options.globs.map(\.directory)))
        for index in followed.indices { refresh(index) }
        let end = ContinuousClock.now
        // The first one reads all logs' beginnings, and says nothing of the next.
        let rest = isFirst ? .zero : min((end - now) * Self.lookShare, Self.longestBetweenLooks)
        earliestLookAt = end + rest
        nextLookAt = max(now + Self.lookEvery, earliestLookAt)
        return (followed[known...].map(\.id), inputs)
    }

    /// The next lines of an input; nil where there are none at present.
    package mutating func read(_ input: InputID) -> LineBatch? {
        let share = Self.blockBytes / max(1, followed.count)
        let size = min(max(share, Self.blockSizes.min), Self.blockSizes.max)
        return using(Int(input.rawValue)) { input, look, readers, nextFile in
            input.read(blockSize: size, &look, readers, nextFile)
        }
    }

    /// Everything up to a line, with it, has had its consequences.
    package mutating func passed(_ batch: LineBatch, _ line: Int) {
        followed[Int(batch.input.rawValue)].pass(batch, line)
    }

    /// Where to go on after a restart; what is passed now is not read again.
    package mutating func resumePoints() -> [ResumePoint] {
        followed.indices.map { followed[$0].resumePoint() }
    }

    /// Why what a path or glob stands for cannot be looked for; nil where it can.
    package static func fault(_ pattern: String) -> FileError? { Directory.fault(pattern) }

    /// Whether the file is one that can be followed: a regular one.
    package static func isLog(_ path: String) -> Bool { FileStatus.of(path)?.isRegular == true }

    /// The files that a path or glob leads to at present.
    package static func files(matching pattern: String) -> [String] {
        Directory.glob(pattern).filter { FileStatus.of($0) != nil }
    }

    // MARK: one input

    private mutating func refresh(_ index: Int) {
        using(index) { input, look, readers, nextFile in input.refresh(&look, readers, nextFile) }
    }

    /// Works on an input, then sees to which file it reads now and to how many are open.
    private mutating func using<T>(
        _ index: Int, _ work: (inout FollowedInput, inout Look, Readers, _ nextFile: () -> FileID) -> T
    ) -> T {
        let (identity, openFiles) = (followed[index].identity, followed[index].openFiles)
        var count = fileCount
        let result = work(&followed[index], &look, readers) {
            count += 1
            return FileID(rawValue: count)
        }
        let hasOpened = count != fileCount || followed[index].openFiles != openFiles
        fileCount = count
        counters += followed[index].takeCounters()
        notices += followed[index].takeNotices()
        readers.note(followed[index].id, followed[index].identity, was: identity)
        if hasOpened || followed[index].hasUnread { keepToBudget(index) }
        return result
    }

    private mutating func keepToBudget(_ index: Int) {
        budget.note(index, files: followed[index].openFiles)
        for other in budget.excess() {
            followed[other].closeFiles()
            budget.note(other, files: followed[other].openFiles)
        }
    }

    // MARK: finding

    private func matches(_ path: String) -> Bool {
        options.globs.contains { $0 == path || Directory.matches(path, $0) }
    }

    /// The inputs that the kernel's notices are about.
    private mutating func noticed() -> Set<Int> {
        guard let paths = watches.drain() else {
            isLookDue = true
            return []
        }
        var changed: Set<Int> = []
        for path in paths {
            if let index = indexOfPath[path] ?? readers.logOfRotated(path).flatMap({ indexOfPath[$0] }) {
                changed.insert(index)
            } else if matches(path) {
                isLookDue = true
            }
        }
        return changed
    }

    /// Which of the globs leaves the path out; nil where none does.
    package static func exclusion(of path: String, _ globs: [String]) -> String? {
        globs.first { Directory.matches(path.lastComponent, $0) }
    }

    /// Says once of a directory that it may not be searched.
    private mutating func sayClosedDirectories() {
        let faults = globOfDirectory.compactMap(Directory.fault)
        for fault in faults where !closedDirectories.contains(fault.path) {
            closedDirectories.insert(fault.path)
            notices.append(.unreadable(fault))
            counters.unreadable += 1
        }
        closedDirectories.formIntersection(faults.map(\.path))
    }

    private mutating func findLogs() {
        let named = Set(options.globs.flatMap(Directory.glob)).filter { Self.exclusion(of: $0, options.exclude) == nil }
        // Short names first, so that a log comes before its rotated files.
        let new = named.filter { indexOfPath[$0] == nil }
            .sorted { $0.count == $1.count ? $0 < $1 : $0.count < $1.count }
        if !new.isEmpty { addLogs(among: new, named: named) }
        if isFirstLook {
            let directories = Set(followed.map(\.path.directory) + options.globs.map(\.directory))
            history.remember(directories.flatMap { look.files(in: $0) }.filter { indexOfPath[$0.path] == nil })
        }
        isFirstLook = false
    }

    /// Adds those paths that are logs, and neither another log's rotated files nor other names of a file that is
    /// followed, or was.
    private mutating func addLogs(among paths: [String], named: Set<String>) {
        var others: (inUse: Set<FileIdentity>, read: Set<FileIdentity>)?
        for path in paths where readers.logOfRotated(path) == nil {
            guard let status = FileStatus.of(path), status.isRegular else { continue }
            let sibling = Siblings.Sibling(path: path, status: status)
            var (inUse, read) = others ?? identities()
            defer { others = (inUse, read) }
            others = nil
            if read.contains(status.identity), followed.indices.contains(where: { followed[$0].hasRead(sibling) }) {
                continue
            }
            guard inUse.insert(status.identity).inserted else { continue }
            let index = add(path)
            let siblings = Siblings.find(of: path, excluding: options.exclude, &look)
            followed[index].ignore(
                siblings.filter { history.has($0, isFirstLook: isFirstLook, isNamed: named.contains($0.path)) })
        }
    }

    /// Of the files that are read, and of those that have been.
    private func identities() -> (inUse: Set<FileIdentity>, read: Set<FileIdentity>) {
        let inUse = followed.flatMap { [$0.identity, FileStatus.of($0.path)?.identity] }.compactMap(\.self)
        return (Set(inUse), Set(followed.flatMap(\.knownIdentities)))
    }

    @discardableResult
    private mutating func add(_ path: String) -> Int {
        let point = resuming.removeValue(forKey: path)
        let index = followed.count
        indexOfPath[path] = index
        readers.logs.insert(path)
        followed.append(
            FollowedInput(
                id: InputID(rawValue: UInt32(index)), path: path, options: options, resuming: point,
                from: isFirstLook && history.beginsAtEnd ? nil : 0))
        readers.note(followed[index].id, followed[index].identity, was: nil)
        return index
    }
}
