import Records
import Tailing

/// What a checkpoint keeps so that a crash makes no loss silent: what the stages without a state of their own have
/// counted, and what the log has been told.
struct LossRecord: Hashable {
    /// Of reading, since the first start.
    var tail = TailCounters()
    var journalDropped = 0
    var said = Losses()

    init() {}

    private static var tailCounters: [any WritableKeyPath<TailCounters, Int> & Sendable] {
        [\.bytes, \.overlongLines, \.skippedBytes, \.lostRests, \.unreadable]
    }

    func encode(into writer: inout StateWriter) {
        for counter in Self.tailCounters { writer.write(Int64(tail[keyPath: counter])) }
        writer.write(Int64(journalDropped))
        // By name, so that a kind may come or go.
        writer.write(each: Loss.allCases) { writer, loss in
            writer.write(loss.name)
            writer.write(Int64(said.counts[loss, default: 0]))
        }
    }

    /// - Throws: ``StateDamage``.
    init(from reader: inout StateReader) throws {
        for counter in Self.tailCounters { tail[keyPath: counter] = try reader.readCounter() }
        journalDropped = try reader.readCounter()
        let counts = try reader.readEach { (try $0.readString(), try $0.readCounter()) }
        for (name, count) in counts { if let loss = Loss(rawValue: name) { said.counts[loss] = count } }
    }
}
