import Records

/// Everything that can happen to a followed log that its operator may want to know.
package enum FileNotice: Sendable, Hashable, CustomStringConvertible {
    case found(String, from: UInt64)
    case rotated(String, next: String)
    /// What stood behind the byte and was not read yet is lost, if there was any.
    case truncated(String, unread: UInt64)
    case unreadable(FileError)
    case damaged(DataFault)
    /// The file that was being read has gone, and with it what was unread.
    case lost(String, unread: UInt64)
    /// Said of the first in each file.
    case overlongBegan(String, UInt64, limit: Int)
    case overlong(String, Range<UInt64>, limit: Int)
    case hole(String, Range<UInt64>)
    /// More happens to the log than is said.
    case silenced(String)
    case watchesExhausted

    package var isWarning: Bool {
        switch self {
        case .found, .rotated: false
        case .truncated, .unreadable, .damaged, .lost, .overlongBegan, .overlong, .hole, .silenced, .watchesExhausted:
            true
        }
    }

    package var description: String {
        switch self {
        case .found(let path, let offset): "following \(path) from byte \(offset)"
        case .rotated(let path, let next): "\(path) was rotated; going on in \(next)"
        case .truncated(let path, let offset):
            "\(path) was truncated; reading it from its beginning (what stood behind byte \(offset) and was not read "
                + "yet is lost)"
        case .unreadable(let error): "\(error); trying again"
        case .damaged(let fault): "\(fault)"
        case .lost(let path, let offset):
            "the file that was read as \(path) has gone, and with it what was not read yet, from byte \(offset) on"
        case .overlongBegan(let path, let offset, let limit):
            "\(path): the line that begins at byte \(offset) is longer than input.max_line_bytes (\(limit)) and is being "
                + "passed over"
        case .overlong(let path, let range, let limit):
            "\(path): the line at bytes \(range.lowerBound) to \(range.upperBound) is longer than "
                + "input.max_line_bytes (\(limit)) and is passed over; others in this file are only counted"
        case .hole(let path, let range):
            "\(path): the NULs at bytes \(range.lowerBound) to \(range.upperBound) are passed over, as a writer that "
                + "does not append leaves them behind a truncation; others in this file are only counted"
        case .silenced(let path):
            "so much happens to \(path) that no more of it is said within this minute; what is lost is counted all the same"
        case .watchesExhausted:
            "the kernel has no inotify watches left; looking at the logs each second instead "
                + "(raise fs.inotify.max_user_watches)"
        }
    }
}
