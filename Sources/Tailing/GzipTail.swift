import Records

/// A gzip file that may still be being written: its end is only the end for now.
struct GzipTail {
    private let inflater = Inflater()
    private var rawPosition: UInt64 = 0
    private var skip: UInt64

    /// - Parameter skip: uncompressed bytes that are not wanted.
    init(skipping skip: UInt64) {
        self.skip = skip
    }

    /// The next uncompressed bytes; none where there are no more at present.
    /// - Throws: `FileError`; `DataFault` where it is damaged.
    mutating func read(_ file: OpenFile, _ path: String, blockSize: Int) throws -> [UInt8] {
        var output = [UInt8](repeating: 0, count: blockSize)
        while true {
            if inflater.isHungry {
                var raw = [UInt8](repeating: 0, count: min(1 << 16, blockSize))
                let count = try file.read(at: rawPosition, into: &raw, path)
                if count == 0 { return [] }
                rawPosition += UInt64(count)
                inflater.feed(raw[..<count])
            }
            guard let count = inflater.inflate(into: &output) else {
                throw DataFault.gzipIsDamaged(path)
            }
            let skipped = Int(min(skip, UInt64(count)))
            skip -= UInt64(skipped)
            if count > skipped { return Array(output[skipped..<count]) }
        }
    }

    /// Whether the file ends where a gzip file may end.
    var isComplete: Bool { inflater.isBetweenMembers }
}
