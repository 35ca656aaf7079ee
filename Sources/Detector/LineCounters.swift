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

    mutating func count(_ line: ParsedLine, bytes: Int, isLate: Bool) {
        lines += 1
        self.bytes += bytes
        if line.blockCount == 0 {
            withoutBlock += 1
        } else if line.kind == .unknown {
            unmatched += 1
        }
        if isLate { late += 1 }
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
