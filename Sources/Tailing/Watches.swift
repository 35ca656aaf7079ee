/// The directories that the kernel watches for us.
struct Watches {
    private let watch = DirectoryWatch()
    private var watched: [String: (number: Int32, identity: FileIdentity)] = [:]
    private var directories: [Int32: Set<String>] = [:]
    private var hasSaidExhausted = false
    private var notices: [FileNotice] = []

    var descriptor: Int32? { watch?.descriptor }

    mutating func takeNotices() -> [FileNotice] {
        defer { notices = [] }
        return notices
    }

    /// The paths that have changed; nil where the kernel had too many to tell.
    func drain() -> Set<String>? {
        guard let watch else { return [] }
        guard let changes = watch.drain() else { return nil }
        var paths: Set<String> = []
        for change in changes where !change.name.isEmpty {
            for directory in directories[change.watch] ?? [] {
                paths.insert(directory == "/" ? "/" + change.name : directory + "/" + change.name)
                if directory == "." { paths.insert(change.name) }
            }
        }
        return paths
    }

    /// Watches these directories; one that another has taken the place of is watched anew.
    mutating func watch(_ wanted: Set<String>) {
        for directory in wanted {
            let identity = FileStatus.of(directory)?.identity
            if let old = watched[directory] {
                if old.identity == identity { continue }
                forget(directory, old.number)
            }
            guard let identity else { continue }
            if let number = watch?.add(directory) {
                watched[directory] = (number, identity)
                directories[number, default: []].insert(directory)
            } else if !hasSaidExhausted {
                hasSaidExhausted = true
                notices.append(.watchesExhausted)
            }
        }
    }

    private mutating func forget(_ directory: String, _ number: Int32) {
        watched[directory] = nil
        directories[number]?.remove(directory)
        guard directories[number]?.isEmpty == true else { return }
        directories[number] = nil
        watch?.remove(number)
    }
}
