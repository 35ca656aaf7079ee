import CVector
import Glibc
import Records

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

    /// The first index in `start..<end` at which `byte` stands; nil where it does not. Eight bytes at a time, for what is
    /// near.
    @inline(__always)
    func firstIndex(of byte: UInt8, from start: Int, to end: Int) -> Int? {
        precondition(start >= 0 && end <= count, "a range outside of the bytes")
        let ones: UInt64 = 0x0101_0101_0101_0101
        var index = start
        while index < end && index <= count - 8 {
            // The lowest byte that is 0 here has the lowest bit that is set there.
            let difference = word(at: index) ^ (ones &* UInt64(byte))
            let zeros = (difference &- ones) & ~difference & (ones &* 0x80)
            if zeros != 0 {
                index += zeros.trailingZeroBitCount / 8
                return index < end ? index : nil
            }
            index += 8
        }
        while index < end {
            if self[index] == byte { return index }
            index += 1
        }
        return nil
    }

    /// The first index from `start` on at which `literal` stands, all of it before `end`; nil where it stands nowhere
    /// there. Many bytes are looked at at once.
    /// - Parameter texts: the literals' bytes.
    func firstIndex(
        of literal: Literal, _ texts: Span<UInt8>, from start: Int, to end: Int, _ width: vector_width
    ) -> Int? {
        precondition(start >= 0 && end <= count, "a range outside of the bytes")
        precondition(Int(literal.start) <= texts.count - literal.count, "a text outside of its bytes")
        guard start < end else { return nil }
        let index = unsafe withUnsafeBufferPointer { bytes in
            unsafe texts.withUnsafeBufferPointer { texts in
                // Neither is empty.
                unsafe bytes_find(
                    bytes.baseAddress!, start, end, bytes.count, texts.baseAddress! + Int(literal.start),
                    literal.count, Int(literal.rare), Int(literal.gap), width)
            }
        }
        return index < 0 ? nil : index
    }
}
