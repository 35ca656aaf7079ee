import Records
import Tailing

/// The lines of an alerts file: once to its end, or on and on as it grows.
struct AlertLines {
    /// Longer than any alert: five lines and three hundred events.
    private static let maxLineBytes = 1 << 20

    let path: String

    /// - Throws: `FileError`; `DataFault` for damaged gzip, after what was good.
    func read(_ take: (LineBatch) -> Void) throws {
        var reader = try open()
        defer {
            let count = reader.counters.overlongLines
            let lines =
                count == 1
                ? "1 line is longer than any alert and was" : "\(count) lines are longer than any alert and were"
            if count > 0 { Self.say("\(path): \(lines) passed over") }
        }
        while let batch = try reader.read() { take(batch) }
    }

    /// Goes on through rotation until the reader of standard output, or this process, is gone.
    /// - Throws: `FileError` where the file cannot be read.
    func follow(_ take: (LineBatch) -> Void) throws {
        // What does not grow, or has no name to rotate, is read as it comes.
        guard isRegularFile(path) else { return try read(take) }
        _ = try open()
        let options = FollowOptions(
            globs: [Self.literal(path)], exclude: [], startAtEnd: false, maxLineBytes: Self.maxLineBytes)
        var follower = LogFollower(options, .first)
        var hasMore = true
        repeat {
            _ = follower.refresh(everything: false)
            hasMore = false
            for input in follower.inputs where follower.hasUnread(input) {
                guard let batch = follower.read(input) else { continue }
                hasMore = true
                take(batch)
                if let last = batch.lines.indices.last { follower.passed(batch, last) }
            }
            follower.takeNotices().forEach(say)
        } while hasMore || StandardOutput.wait(for: follower.wakeDescriptor)
    }

    /// - Throws: `FileError`.
    private func open() throws -> LogReader {
        try LogReader(
            path: path, input: InputID(rawValue: 0), file: FileID(rawValue: 0), maxLineBytes: Self.maxLineBytes)
    }

    /// What one may want to know of the file.
    private func say(_ notice: FileNotice) {
        switch notice {
        case .found, .rotated, .hole, .silenced, .watchesExhausted: break
        case .truncated(let path, _): Self.say("\(path) was truncated; reading it from its beginning")
        case .overlongBegan(let path, let offset, _): Self.say("\(path): passing over the long line at byte \(offset)")
        case .overlong(let path, let range, _):
            Self.say("\(path): passed over the long line at byte \(range.lowerBound)")
        case .unreadable, .damaged, .lost: Self.say(notice.description)
        }
    }

    private static func say(_ words: String) { StandardError.write(words.asPlainText + "\n") }

    /// The path as a pattern that matches nothing else.
    private static func literal(_ path: String) -> String {
        guard path.contains(where: { "*?[".contains($0) }) else { return path }
        return path.map { "*?[\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
    }
}
