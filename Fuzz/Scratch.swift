import Records

/// Files for what only reads files.
enum Scratch {
    static let directory: String = SystemCalls.makeTemporaryDirectory()

    static func path(_ name: String) -> String { directory + "/" + name }

    /// - Returns: the path.
    static func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = path(name)
        try SystemCalls.write(path, bytes[...], isNew: true)
        return path
    }

    static func append(_ name: String, _ bytes: ArraySlice<UInt8>) throws {
        try SystemCalls.write(path(name), bytes, isNew: false)
    }
}
