import Records

/// What was read, and what became of it; since the first start.
package struct LineCounters: Sendable, Hashable {
    package var lines = 0
    /// Bytes of the lines, their endings left out.
    package var bytes = 0
    package var withoutBlock = 0
    /// Named a block and matched no template.
    package var unmatched = 0
    /// Stood further behind the log's clock than `input.merge_window`.
    package var late = 0

    package init() {}

    private static var all: [any WritableKeyPath<LineCounters, Int> & Sendable] {
        [\.lines, \.bytes, \.withoutBlock, \.unmatched, \.late]
    }

    package func encode(into writer: inout StateWriter) {
        for counter in Self.all { writer.write(Int64(self[keyPath: counter])) }
    }

    package init(from reader: inout StateReader) throws {
        for counter in Self.all { self[keyPath: counter] = Int(try reader.read(Int64.self)) }
    }
}
