import Glibc

/// The one place where errno becomes words.
package enum ErrnoText {
    package static let missing = ENOENT
    package static let permissionDenied = EACCES
    package static let notPermitted = EPERM

    /// As the C library says it, in lower case, and what to do where that is plain.
    package static func of(_ errno: Int32) -> String {
        let text = unsafe String(cString: strerror(errno))
        let words = text.prefix(1).lowercased() + text.dropFirst()
        switch errno {
        case ENOENT: return "there is no such file"
        case EACCES, EPERM: return words + "; let this user read or write it"
        case ENOSPC: return words + "; make room"
        default: return words
        }
    }
}
