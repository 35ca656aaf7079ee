import CDigest
import Glibc

/// SHA-256 (FIPS 180-4), by Debian's libmd.
package enum Digest {
    /// The digest of `bytes` as 64 lower-case hexadecimal digits.
    package static func sha256(_ bytes: [UInt8]) -> String {
        var context = SHA2_CTX()
        unsafe SHA256Init(&context)
        unsafe bytes.withUnsafeBufferPointer { unsafe SHA256Update(&context, $0.baseAddress, $0.count) }
        var digest = [UInt8](repeating: 0, count: 32)
        unsafe digest.withUnsafeMutableBufferPointer { unsafe SHA256Final($0.baseAddress, &context) }
        return hexadecimal(digest)
    }

    package static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
