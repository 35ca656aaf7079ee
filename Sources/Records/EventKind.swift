/// Which of the published HDFS templates a log line matched: `E1` to `E30`, or `unknown` for a line that names a
/// block and matches none. The raw value is the row of a model's embedding: 0 is padding, 31 is unknown.
package struct EventKind: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    // Of its own, as ``Stamp``'s.
    package static func == (left: EventKind, right: EventKind) -> Bool { left.rawValue == right.rawValue }

    /// `E(number)`; `number` is from 1 to 30.
    package static func e(_ number: Int) -> EventKind { EventKind(rawValue: UInt8(number)) }

    /// Row 0 of the embedding; never the event of a line.
    package static let padding = EventKind(rawValue: 0)
    package static let unknown = EventKind(rawValue: 31)
    /// How many rows an embedding has: padding, E1 to E30, unknown.
    package static let vocabularySize = 32

    /// Receiving block: a DataNode begins to write a replica.
    package static let receiving = e(5)
    /// allocateBlock: the NameNode gives the block to a file.
    package static let allocated = e(22)
    /// Deleting block: a DataNode removes a replica.
    package static let deleting = e(21)
    /// Added to an invalid set: the NameNode orders a replica's removal.
    package static let invalidated = e(23)

    /// A block's life begins with one of these; any other first event shows that the block is older than the log.
    package var isBeginning: Bool { self == .receiving || self == .allocated }

    /// Whether the NameNode logs it (E22 to E30); DataNodes log the others.
    package var isNameNodes: Bool { (22...30).contains(rawValue) }

    /// `E1` to `E30`, `unknown`, or `padding`.
    package var name: String {
        switch self {
        case .padding: "padding"
        case .unknown: "unknown"
        default: "E\(rawValue)"
        }
    }

    /// The reverse of ``name``; nil for any other text.
    package init?(name: some StringProtocol) {
        if name == "unknown" {
            self = .unknown
        } else if name.hasPrefix("E"), let number = UInt8(name.dropFirst()), (1...30).contains(number) {
            self.init(rawValue: number)
        } else {
            return nil
        }
    }
}

extension EventKind: CustomStringConvertible {
    package var description: String { name }
}

extension EventKind: Encodable {
    /// As its name.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}

extension EventKind: Decodable {
    /// From its name.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let kind = EventKind(name: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no event")
        }
        self = kind
    }
}

extension [EventKind] {
    /// How often each event occurs [``EventKind/vocabularySize``].
    package var counts: [Int] {
        var counts = [Int](repeating: 0, count: EventKind.vocabularySize)
        for event in self { counts[Int(event.rawValue)] += 1 }
        return counts
    }
}
