import Glibc

extension Span<UInt8> {
    /// Whether the `length` bytes from `index` on are those of `other` from `start` on.
    func stands(at index: Int, _ other: Span<UInt8>, from start: Int, length: Int) -> Bool {
        precondition(index >= 0 && start >= 0 && length >= 0, "a range outside of the bytes")
        precondition(index <= count - length && start <= other.count - length, "a range outside of the bytes")
        return unsafe withUnsafeBytes { bytes in
            unsafe other.withUnsafeBytes { others in
                guard let first = bytes.baseAddress, let second = others.baseAddress else { return length == 0 }
                return unsafe memcmp(first + index, second + start, length) == 0
            }
        }
    }

    /// The eight bytes from `index` on as one number, the first byte its lowest.
    func word(at index: Int) -> UInt64 {
        precondition(index >= 0 && index <= count - 8, "a word outside of the bytes")
        return UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    /// The four bytes likewise.
    func halfWord(at index: Int) -> UInt32 {
        precondition(index >= 0 && index <= count - 4, "a half word outside of the bytes")
        return UInt32(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt32.self))
    }
}
