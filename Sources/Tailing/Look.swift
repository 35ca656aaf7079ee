/// What stands in the directories: each is read once, and again when it has changed, however many logs it has.
struct Look {
    /// A change that comes that soon after another may leave the directory's time as it is.
    private static let grainNanoseconds = 20_000_000
    private var views: [String: View] = [:]

    private struct View {
        var status: FileStatus?
        var takenAt: (Int, Int)
        var listing: Listing
        var pathOfIdentity: [FileIdentity: String]?

        /// Whether the directory had been left alone for a while when it was read.
        var isSettled: Bool {
            guard let changed = status?.modified else { return false }
            let seconds = takenAt.0 - changed.0
            return seconds > 1
                || seconds >= 0 && seconds * 1_000_000_000 + takenAt.1 - changed.1 > Look.grainNanoseconds
        }
    }

    mutating func listing(of directory: String) -> Listing { view(of: directory).listing }

    /// Where the file stands in the directory.
    mutating func path(of identity: FileIdentity, in directory: String) -> String? {
        var view = view(of: directory)
        if view.pathOfIdentity == nil {
            let paths = view.listing.all.map { directory == "." ? $0 : directory + "/" + $0 }
            view.pathOfIdentity = Dictionary(
                paths.compactMap { path in FileStatus.of(path).map { ($0.identity, path) } }
            ) { first, _ in first }
            views[directory] = view
        }
        return view.pathOfIdentity?[identity]
    }

    /// The regular files in a directory.
    mutating func files(in directory: String) -> [Siblings.Sibling] {
        listing(of: directory).all.compactMap { name in
            let path = directory == "/" ? "/" + name : directory + "/" + name
            return FileStatus.of(path).flatMap { $0.isRegular ? Siblings.Sibling(path: path, status: $0) : nil }
        }
    }

    private mutating func view(of directory: String) -> View {
        let status = FileStatus.of(directory)
        if let view = views[directory], view.isSettled, view.status == status { return view }
        // The time first: what changes while we read is then taken for unsettled.
        let now = machineTime()
        let view = View(status: status, takenAt: now, listing: Listing(directory))
        views[directory] = view
        return view
    }
}
