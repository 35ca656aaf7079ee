import Records

/// The fuzzer's bytes, taken from the front; zeros where there are no more.
struct FuzzInput {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        self.bytes = bytes[...]
    }

    var isEmpty: Bool { bytes.isEmpty }

    mutating func byte() -> UInt8 { bytes.popFirst() ?? 0 }

    mutating func flag() -> Bool { byte() & 1 == 1 }

    mutating func index(below count: Int) -> Int { Int(byte()) % count }

    mutating func pick<T>(_ elements: [T]) -> T { elements[index(below: elements.count)] }

    mutating func integer() -> UInt64 { (0..<8).reduce(0) { value, _ in value << 8 | UInt64(byte()) } }

    /// Any bit pattern, small numbers as often.
    mutating func double() -> Double {
        flag() ? Double(bitPattern: integer()) : Double(Int8(bitPattern: byte())) / Double(max(byte(), 1))
    }

    /// Its length stands in front of it.
    mutating func piece() -> [UInt8] {
        let piece = bytes.prefix(Int(byte()))
        bytes = bytes.dropFirst(piece.count)
        return Array(piece)
    }

    mutating func text() -> String { String(decoding: piece(), as: UTF8.self) }

    mutating func rest() -> [UInt8] {
        defer { bytes = [] }
        return Array(bytes)
    }

    /// Whatever follows, cut into pieces as one byte of the input says.
    mutating func random() -> RandomSource { RandomSource(seed: UInt64(byte())) }
}

extension [UInt8] {
    /// Cut anywhere, often after few bytes.
    func pieces(_ random: inout RandomSource) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var start = 0
        while start < count {
            let most = [1, 3, 20, 300, 5000][random.index(below: 5)]
            let end = Swift.min(start + 1 + random.index(below: most), count)
            pieces.append(self[start..<end])
            start = end
        }
        return pieces
    }

    /// With its length in front, as ``FuzzInput/piece()`` reads it.
    var asPiece: [UInt8] { [UInt8(Swift.min(count, 255))] + prefix(255) }
}

extension String {
    var asPiece: [UInt8] { Array(utf8).asPiece }
}
