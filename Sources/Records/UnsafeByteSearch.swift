import Glibc

extension Span<UInt8> {
    /// The first index in `start..<end` at which `byte` stands; nil where it does not. The C library looks at many
    /// bytes at once.
    package func firstIndex(of byte: UInt8, from start: Int, to end: Int) -> Int? {
        precondition(start >= 0 && end <= count, "a range outside of the bytes")
        guard start < end else { return nil }
        let index = unsafe withUnsafeBufferPointer { bytes -> Int in
            guard let first = bytes.baseAddress, let found = unsafe memchr(first + start, Int32(byte), end - start)
            else { return -1 }
            return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(first)
        }
        return index < 0 ? nil : index
    }
}
