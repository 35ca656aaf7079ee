import Records

/// What a checkpoint remembers of the alerts that were raised.
package struct RaisedState: Sendable, Hashable {
    /// How many checkpoints there have been.
    package var generation: UInt64 = 0
    /// Ids that stand in the alerts file and that the state does not know of: they were raised before a crash, or a
    /// damaged checkpoint, and not again since.
    package var unconfirmed: Set<String> = []

    package init() {}

    package func encode(into writer: inout StateWriter) {
        writer.write(generation)
        writer.write(each: unconfirmed.sorted()) { $0.write($1) }
    }

    package init(from reader: inout StateReader) throws {
        generation = UInt64(try reader.readCounter())
        unconfirmed = Set(try reader.readEach { try $0.readString() })
    }
}
