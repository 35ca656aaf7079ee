import Records

/// Everything that can happen to a followed log that its operator may want to know.
package enum FileNotice: Sendable, Hashable, CustomStringConvertible {
    case found(String, from: UInt64)
    case rotated(String, next: String)
    case truncated(String)
    case unreadable(FileError)
    case damaged(DataFault)
    /// The file that was being read has gone while the daemon was stopped, and with it what was unread.
    case lost(String)
    case watchesExhausted

    package var isWarning: Bool {
        switch self {
        case .found, .rotated: false
        case .truncated, .unreadable, .damaged, .lost, .watchesExhausted: true
        }
    }

    package var description: String {
        switch self {
        case .found(let path, let offset): "following \(path) from byte \(offset)"
        case .rotated(let path, let next): "\(path) was rotated; going on in \(next)"
        case .truncated(let path): "\(path) was truncated; reading it from its beginning"
        case .unreadable(let error): "\(error); trying again"
        case .damaged(let fault): "\(fault)"
        case .lost(let path): "the file that was read as \(path) has gone, and with it what was not read yet"
        case .watchesExhausted:
            "the kernel has no inotify watches left; looking at the logs each second instead "
                + "(raise fs.inotify.max_user_watches)"
        }
    }
}
