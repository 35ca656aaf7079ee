import Parsing
import Records

/// What lines of one log were.
package struct InputTally: Sendable, Hashable {
    package private(set) var lines = 0
    package private(set) var linesWithBlock = 0
    /// Of those, the ones that match a template.
    package private(set) var linesMatched = 0
    /// Of the latest line with a header; nil before the first.
    package private(set) var layout: Layout?

    package init() {}

    mutating func count(_ batch: EventBatch) {
        lines += batch.parsed.count
        for line in batch.parsed {
            if line.blockCount > 0 {
                linesWithBlock += 1
                if line.kind != .unknown { linesMatched += 1 }
            }
            if let layout = line.layout { self.layout = layout }
        }
    }
}

extension Layout {
    /// As `status` and `validate` name it.
    package var name: String {
        switch self {
        case .hdfsV1: "hdfs_v1"
        case .log4j: "log4j"
        }
    }
}
