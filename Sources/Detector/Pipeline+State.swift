import Grouping
import Records

// The pipeline in a checkpoint.
extension Pipeline {
    package func encode(into writer: inout StateWriter) {
        writer.write(clock)
        writer.write(furthest)
        writer.write(isUpToDate)
        counters.encode(into: &writer)
        table.encode(into: &writer)
        judge.encode(into: &writer)
    }

    /// Takes the state of an earlier run.
    /// - Throws: ``StateDamage``.
    package mutating func restore(from reader: inout StateReader) throws {
        clock = try reader.readStamp()
        furthest = try reader.readStamp()
        isUpToDate = try reader.readBool()
        counters = try LineCounters(from: &reader)
        table = try BlockTable(rules: table.rules, from: &reader)
        try judge.restore(from: &reader, slotCount: table.slotCount)
    }
}
