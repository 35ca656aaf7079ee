import Glibc
import Records

/// The directory with the daemon's state, held by one daemon at a time.
final class StateDirectory {
    let path: String
    private let lock: Int32

    /// Makes the directory where it is missing.
    /// - Throws: `FileError`; `DataFault`-like ``StateDirectoryInUse`` where another daemon holds it.
    init(_ path: String) throws {
        self.path = path
        try SystemCalls.makeDirectory(path)
        lock = try SystemCalls.lock(path + "/lock")
    }

    deinit { SystemCalls.close(lock) }

    /// Gives a damaged file a second name, for people to look at; it keeps its own until another one takes its place, so
    /// that a crash before that finds it damaged again.
    /// - Parameter successor: the file that takes its place now.
    /// - Returns: what became of it, in words.
    func keepAside(_ name: String, for successor: String? = nil) throws -> String {
        let to = "\(path)/\(name).damaged"
        let isThere = try SystemCalls.link("\(path)/\(name)", to)
        if let successor { try SystemCalls.rename("\(path)/\(successor)", "\(path)/\(name)") }
        return isThere ? "kept as \(to)" : "gone"
    }
}

/// Another daemon works with the same state.
struct StateDirectoryInUse: Fault {
    var path: String
    var exitCode: ExitCode { .cannotCreate }
    var description: String {
        "\(path) is held by another blockwatch; stop it, or give this one a state.directory of its own"
    }
}
