import TestSupport
import Testing

extension Daemon {
    /// A figure of what it says of itself.
    func figure(_ area: String, _ name: String) throws -> Int? {
        (try status()?[area] as? [String: Any])?[name] as? Int
    }

    /// Waits until it has taken so many lines since its first start.
    func awaitLines(_ count: Int) throws {
        try eventually("line \(count); \(log.suffix(2000))") {
            try #require(!hasEnded, "\(log.suffix(2000))")
            return (try figure("reading", "lines") ?? 0) >= count
        }
    }
}

func lineCount(_ bytes: some Sequence<UInt8>) -> Int { bytes.count { $0 == UInt8(ascii: "\n") } }
