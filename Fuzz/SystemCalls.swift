import Glibc
import Records

enum SystemCalls {
    /// One of this process's own; whoever sets TMPDIR removes it.
    static func makeTemporaryDirectory() -> String {
        let path = "\(variable("TMPDIR") ?? "/tmp")/blockwatch-fuzz-\(getpid())"
        expect(unsafe mkdir(path, 0o700) == 0 || errno == EEXIST, "cannot make \(path)")
        return path
    }

    static func write(_ path: String, _ bytes: ArraySlice<UInt8>, isNew: Bool) throws {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (isNew ? O_TRUNC : O_APPEND), 0o600)
        guard descriptor >= 0 else { throw FileError("create", path, errno: errno) }
        defer { close(descriptor) }
        try WholeFile.write(bytes, to: descriptor, path)
    }

    static func variable(_ name: String) -> String? { unsafe getenv(name).map { unsafe String(cString: $0) } }
}
