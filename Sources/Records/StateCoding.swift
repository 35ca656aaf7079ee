/// Writes a stage's state into a checkpoint: little-endian integers, lengths before what is counted.
package struct StateWriter {
    /// Of the checkpoints that are written; docs/FORMATS.md says what each version holds.
    package static let version: UInt32 = 4

    package private(set) var bytes: [UInt8] = []

    package init() {}

    // Not generic: across modules that would cost a call for each byte.
    package mutating func write(_ value: UInt8) { bytes.append(value) }
    package mutating func write(_ value: UInt32) { append(value) }
    package mutating func write(_ value: UInt64) { append(value) }
    package mutating func write(_ value: Int64) { append(value) }

    private mutating func append<T: FixedWidthInteger>(_ value: T) {
        for shift in stride(from: 0, to: T.bitWidth, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> T(shift)))
        }
    }

    package mutating func write(_ value: Bool) { bytes.append(value ? 1 : 0) }

    package mutating func write(_ value: [UInt8]) {
        write(UInt64(value.count))
        bytes += value
    }

    package mutating func write(_ value: String) { write(Array(value.utf8)) }

    package mutating func write(_ value: Stamp) { write(value.rawValue) }

    /// Writes a marker and, where there is one, the value.
    package mutating func write<T>(_ value: T?, _ body: (inout StateWriter, T) -> Void) {
        write(value != nil)
        if let value { body(&self, value) }
    }

    /// Writes the count, then each element.
    package mutating func write<C: Collection>(each elements: C, _ body: (inout StateWriter, C.Element) -> Void) {
        write(UInt64(elements.count))
        for element in elements { body(&self, element) }
    }
}

/// The state that was read is not what ``StateWriter`` wrote: cut short, or a value out of range.
package struct StateDamage: Error, Hashable, CustomStringConvertible {
    /// Where in the bytes.
    package var offset: Int
    package var what: String

    package init(offset: Int, what: String) {
        self.offset = offset
        self.what = what
    }

    package var description: String { "\(what) at byte \(offset)" }
}

/// Reads what ``StateWriter`` wrote. Every read throws ``StateDamage`` where the bytes end too early.
package struct StateReader {
    /// Of the checkpoint that the bytes are from.
    package let version: UInt32
    private let bytes: [UInt8]
    package private(set) var offset: Int

    package init(_ bytes: [UInt8], from offset: Int = 0, version: UInt32 = StateWriter.version) {
        self.bytes = bytes
        self.offset = offset
        self.version = version
    }

    package var isAtEnd: Bool { offset == bytes.count }

    /// An error that names where reading stands.
    package func damage(_ what: String) -> StateDamage { StateDamage(offset: offset, what: what) }

    package mutating func read(_: UInt8.Type = UInt8.self) throws -> UInt8 { try take() }
    package mutating func read(_: UInt32.Type = UInt32.self) throws -> UInt32 { try take() }
    package mutating func read(_: UInt64.Type = UInt64.self) throws -> UInt64 { try take() }
    package mutating func read(_: Int64.Type = Int64.self) throws -> Int64 { try take() }

    private mutating func take<T: FixedWidthInteger>() throws -> T {
        let size = T.bitWidth / 8
        guard bytes.count - offset >= size else { throw damage("ends too early") }
        var value: T = 0
        for index in 0..<size { value |= T(truncatingIfNeeded: bytes[offset + index]) << T(8 * index) }
        offset += size
        return value
    }

    package mutating func readBool() throws -> Bool {
        switch try read(UInt8.self) {
        case 0: return false
        case 1: return true
        default: throw damage("neither true nor false")
        }
    }

    package mutating func readBytes() throws -> [UInt8] {
        let count = try readCount()
        defer { offset += count }
        return Array(bytes[offset..<offset + count])
    }

    package mutating func readString() throws -> String { String(decoding: try readBytes(), as: UTF8.self) }

    /// - Throws: ``StateDamage`` also for a moment that no calculation with durations could stand.
    package mutating func readStamp() throws -> Stamp {
        let stamp = Stamp(rawValue: try read())
        guard stamp >= .distantPast, stamp <= .distantFuture else { throw damage("a moment that cannot be") }
        return stamp
    }

    /// Of what happened so far, as an `Int64`; one that could overflow when it goes on is damage.
    package mutating func readCounter() throws -> Int {
        let count = try read(Int64.self)
        guard (0...1 << 60).contains(count) else { throw damage("a count of \(count)") }
        return Int(count)
    }

    package mutating func readOptional<T>(_ body: (inout StateReader) throws -> T) throws -> T? {
        try readBool() ? try body(&self) : nil
    }

    package mutating func readEach<T>(_ body: (inout StateReader) throws -> T) throws -> [T] {
        let count = try readCount()
        var elements: [T] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try body(&self)) }
        return elements
    }

    /// A count of things that take at least a byte each: more than there are bytes left is damage, not memory.
    private mutating func readCount() throws -> Int {
        let count = try read(UInt64.self)
        guard count <= UInt64(bytes.count - offset) else { throw damage("a count of \(count) is more than there is") }
        return Int(count)
    }
}
