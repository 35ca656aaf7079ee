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

    /// Gives a damaged file a second name, for people to look at; it keeps its own until a new one takes its place, so
    /// that a crash before that finds it damaged again.
    /// - Returns: the second name.
    func keepAside(_ name: String) throws -> String {
        let to = "\(path)/\(name).damaged"
        try SystemCalls.link("\(path)/\(name)", to)
        return to
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
