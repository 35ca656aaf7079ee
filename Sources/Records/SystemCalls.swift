import Glibc

/// The one place where errno becomes words.
package enum ErrnoText {
    /// Whose rights the process has.
    private static let userName: String = {
        let number = geteuid()
        guard let entry = unsafe getpwuid(number) else { return "\(number)" }
        return unsafe String(cString: entry.pointee.pw_name)
    }()

    package static let missing = ENOENT
    package static let permissionDenied = EACCES
    package static let notPermitted = EPERM

    /// As the C library says it, in lower case, and what to do where that is plain.
    /// - Parameter action: what was tried, as of ``FileError``.
    package static func of(_ errno: Int32, trying action: String = "use") -> String {
        let text = unsafe String(cString: strerror(errno))
        let words = text.prefix(1).lowercased() + text.dropFirst()
        switch errno {
        case ENOENT: return "there is no such file"
        case EACCES, EPERM: return words + "; let the user \(userName) \(action) it"
        case ENOSPC: return words + "; make room"
        default: return words
        }
    }
}
