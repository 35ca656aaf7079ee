import Records

/// A file's content from its first byte to its last, gzip taken off where it begins with gzip's magic number.
struct ByteSource {
    private let blockSize: Int
    private let path: String
    private let file: OpenFile
    private let inflater: Inflater?
    /// Nil for standard input.
    let identity: FileIdentity?
    /// The first bytes, read to find out whether they are gzip, until they are given out.
    private var first: [UInt8]?
    private var hasEnded = false

    /// - Parameter path: `-` is standard input.
    /// - Throws: `FileError`.
    init(path: String, blockSize: Int = 1 << 18) throws {
        self.path = path
        self.blockSize = blockSize
        file = path == "-" ? OpenFile(descriptor: 0) : try OpenFile.open(path)
        identity = path == "-" ? nil : try file.status(path).identity
        let first = try file.read(atMost: blockSize, path)
        inflater = first.starts(with: [0x1F, 0x8B]) ? Inflater() : nil
        self.first = first
    }

    /// The next bytes, behind those of `prefix`; nil at the end.
    /// - Throws: `FileError`; `DataFault` for damaged gzip, after everything before the damage was given.
    mutating func next(after prefix: [UInt8] = []) throws -> [UInt8]? {
        guard let inflater else {
            let bytes = try nextRaw(after: prefix)
            return bytes.count == prefix.count ? nil : bytes
        }
        var output = [UInt8](repeating: 0, count: blockSize)
        while true {
            if inflater.isHungry {
                let raw = try nextRaw()
                if raw.isEmpty {
                    if inflater.isBetweenMembers { return nil }
                    throw DataFault.gzipEndsEarly(path)
                }
                inflater.feed(raw[...])
            }
            guard let count = inflater.inflate(into: &output) else {
                throw DataFault.gzipIsDamaged(path)
            }
            if count > 0 { return prefix + output[..<count] }
        }
    }

    /// As they stand in the file, behind those of `prefix`; none more at the end.
    private mutating func nextRaw(after prefix: [UInt8] = []) throws -> [UInt8] {
        if let first {
            self.first = nil
            return prefix.isEmpty ? first : prefix + first
        }
        if hasEnded { return prefix }
        let bytes = try file.read(atMost: blockSize, after: prefix, path)
        hasEnded = bytes.count == prefix.count
        return bytes
    }
}
