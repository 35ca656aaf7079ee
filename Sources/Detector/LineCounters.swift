import Parsing
import Records

/// What was read, and what became of it; since the first start.
package struct LineCounters: Sendable, Hashable {
    package private(set) var lines = 0
    /// Bytes of the lines, their endings left out.
    package private(set) var bytes = 0
    package private(set) var withoutBlock = 0
    /// Named a block and matched no template.
    package private(set) var unmatched = 0
    /// Stood further behind the log's clock than `input.merge_window`.
    package private(set) var late = 0

    package init() {}

    mutating func count(_ batch: EventBatch, _ taken: Range<Int>, areLate: Bool) {
        lines += taken.count
        if areLate { late += taken.count }
        for line in batch.source.lines[taken] { bytes += line.end - line.start }
        for line in batch.parsed[taken] {
            if line.blockCount == 0 {
                withoutBlock += 1
            } else if line.kind == .unknown {
                unmatched += 1
            }
        }
    }

    private static var all: [any WritableKeyPath<LineCounters, Int> & Sendable] {
        [\.lines, \.bytes, \.withoutBlock, \.unmatched, \.late]
    }

    package func encode(into writer: inout StateWriter) {
        for counter in Self.all { writer.write(Int64(self[keyPath: counter])) }
    }

    package init(from reader: inout StateReader) throws {
        for counter in Self.all { self[keyPath: counter] = try reader.readCounter() }
    }
}
