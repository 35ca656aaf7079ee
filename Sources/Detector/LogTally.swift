import Parsing
import Records

/// What one log holds, line by line.
package struct LogTally: Sendable, Encodable {
    package let path: String
    package private(set) var lines = 0
    /// Unpacked, line ends included.
    package private(set) var bytes = 0
    package private(set) var hdfsV1Lines = 0
    package private(set) var log4jLines = 0
    package private(set) var linesWithoutHeader = 0
    /// Lines that name a block.
    package private(set) var linesWithBlock = 0
    /// Of these, those that match no template, and the first few of them, safe to print.
    package private(set) var linesUnmatched = 0
    package private(set) var unmatched: [String] = []
    /// The earliest and the latest stamp.
    package private(set) var first: Stamp?
    package private(set) var last: Stamp?

    private enum CodingKeys: CodingKey {
        case path, lines, bytes, hdfsV1Lines, log4jLines, linesWithoutHeader, linesWithBlock, linesUnmatched, unmatched
        case first, last
    }

    static let shownUnmatched = 5

    init(path: String) { self.path = path }

    mutating func count(_ batch: EventBatch, _ index: Int, at stamp: Stamp?) {
        let (line, parsed) = (batch.source.lines[index], batch.parsed[index])
        lines += 1
        bytes += Int(line.next - line.offset)
        switch parsed.layout {
        case .hdfsV1: hdfsV1Lines += 1
        case .log4j: log4jLines += 1
        case nil: linesWithoutHeader += 1
        }
        if let stamp {
            first = min(first ?? stamp, stamp)
            last = max(last ?? stamp, stamp)
        }
        guard parsed.blockCount > 0 else { return }
        linesWithBlock += 1
        guard parsed.kind == .unknown else { return }
        linesUnmatched += 1
        if unmatched.count < Self.shownUnmatched {
            unmatched.append(batch.source.bytes[line.start..<line.end].asPlainText)
        }
    }
}
