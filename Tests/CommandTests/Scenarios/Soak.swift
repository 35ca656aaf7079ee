import Foundation

/// `make soak`: what takes long.
enum Soak {
    private static let environment = ProcessInfo.processInfo.environment

    static let isOn = environment["BLOCKWATCH_SOAK"].map { !$0.isEmpty && $0 != "0" } ?? false
    static let minutes = environment["BLOCKWATCH_SOAK_MINUTES"].flatMap { Double($0) } ?? 30
    /// Of the randomized tests: the one set, or a new one each time.
    static let seed = environment["BLOCKWATCH_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...UInt64.max)

    static func say(_ words: String) { FileHandle.standardError.write(Data("\(words)\n".utf8)) }
}
