import Records

/// A file's content from its first byte to its last, gzip taken off where it begins with gzip's magic number.
struct ByteSource {
    private let blockSize: Int
    private let path: String
    private let file: OpenFile
    private let inflater: Inflater?
    /// Nil for standard input.
    let identity: FileIdentity?
    private var raw: [UInt8]
    /// What has been read of `raw` to find out whether it is gzip.
    private var pending: Int
    private var hasEnded = false

    /// - Parameter path: `-` is standard input.
    /// - Throws: `FileError`.
    init(path: String, blockSize: Int = 1 << 18) throws {
        self.path = path
        self.blockSize = blockSize
        file = path == "-" ? OpenFile(descriptor: 0) : try OpenFile.open(path)
        raw = [UInt8](repeating: 0, count: blockSize)
        identity = path == "-" ? nil : try file.status(path).identity
        pending = try file.read(into: &raw, path)
        inflater = pending >= 2 && raw[0] == 0x1F && raw[1] == 0x8B ? Inflater() : nil
    }

    /// The next bytes; nil at the end.
    /// - Throws: `FileError`; `DataFault` for damaged gzip, after everything before the damage was given.
    mutating func next() throws -> [UInt8]? {
        guard let inflater else {
            let count = try nextRaw()
            return count == 0 ? nil : Array(raw[..<count])
        }
        var output = [UInt8](repeating: 0, count: blockSize)
        while true {
            if inflater.isHungry {
                let count = try nextRaw()
                if count == 0 {
                    if inflater.isBetweenMembers { return nil }
                    throw DataFault.gzipEndsEarly(path)
                }
                inflater.feed(raw[..<count])
            }
            guard let count = inflater.inflate(into: &output) else {
                throw DataFault.gzipIsDamaged(path)
            }
            if count > 0 { return Array(output[..<count]) }
        }
    }

    private mutating func nextRaw() throws -> Int {
        if pending > 0 {
            defer { pending = 0 }
            return pending
        }
        if hasEnded { return 0 }
        let count = try file.read(into: &raw, path)
        hasEnded = count == 0
        return count
    }
}
