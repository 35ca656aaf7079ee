import FoundationEssentials
import Records

/// Lines of an alerts file to alerts. What is none is counted: a torn line, another program's, a later schema's, more
/// events or evidence than the contract has.
package struct AlertReader {
    private let decoder = JSONDecoder()
    /// How many alerts there were.
    package private(set) var alerts = 0
    private var strangers: Strangers?

    /// Lines that are no alerts.
    package struct Strangers: Sendable, Hashable {
        package var count: Int
        /// Where the first of them begins.
        package var first: UInt64
    }

    package init() {}

    /// The alert that stands in a line; nil where it holds none.
    /// - Parameter offset: of the line in its file.
    package mutating func read(_ line: ArraySlice<UInt8>, at offset: UInt64) -> ReadAlert? {
        guard let alert = try? decoder.decode(ReadAlert.self, from: Data(line)), alert.schema == 1,
            alert.events.count <= Alert.maxEvents, alert.evidence.count <= Alert.maxEvidence
        else {
            passOver(at: offset)
            return nil
        }
        alerts += 1
        return alert
    }

    /// The alerts that stand in a batch's lines, each with its line; empty lines are nothing.
    package mutating func read(_ batch: LineBatch, _ take: (ReadAlert, ArraySlice<UInt8>) -> Void) {
        for line in batch.lines where line.start < line.end {
            let bytes = batch.bytes[line.start..<line.end]
            if let alert = read(bytes, at: line.offset) { take(alert, bytes) }
        }
    }

    /// What has been passed over since they were taken last; nil where nothing was.
    package mutating func takeStrangers() -> Strangers? {
        defer { strangers = nil }
        return strangers
    }

    private mutating func passOver(at offset: UInt64) {
        strangers = Strangers(count: (strangers?.count ?? 0) + 1, first: strangers?.first ?? offset)
    }
}
