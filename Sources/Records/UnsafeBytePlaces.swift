import CVector

/// Where a text of one or four bytes stands in a span, from left to right; many bytes are looked at at once.
package struct BytePlaces {
    private let text: StaticString
    private let width: VectorWidth
    /// Those in a part of the span, counted from `base` on.
    private var places = InlineArray<1024, UInt16>(repeating: 0)
    private var base: Int
    /// How many of them there are, the next one to give, and where the part ends.
    private var count = 0
    private var next = 0
    private var end: Int

    /// - Parameters:
    ///   - text: one or four ASCII characters.
    ///   - start: the first index at which it may stand.
    package init(of text: StaticString, from start: Int = 0, width: VectorWidth = .widest) {
        precondition(text.utf8CodeUnitCount == 1 || text.utf8CodeUnitCount == 4, "texts of one or of four bytes")
        self.text = text
        self.width = width
        base = start
        end = start
    }

    /// The next place at which the text stands; nil where it stands nowhere any more.
    /// - Parameter bytes: the same at each call.
    package mutating func next(in bytes: Span<UInt8>) -> Int? {
        while next == count {
            guard end < bytes.count else { return nil }
            search(bytes)
        }
        let place = base + Int(places[next])
        next += 1
        return place
    }

    private mutating func search(_ bytes: Span<UInt8>) {
        base = end
        end = min(bytes.count, base + places.count)
        next = 0
        count = unsafe bytes.withUnsafeBufferPointer { bytes in
            var places = places.mutableSpan
            return unsafe places.withUnsafeMutableBufferPointer { places in
                // Neither is empty. A place for each byte is there.
                unsafe bytes_places(
                    bytes.baseAddress! + base, end - base, bytes.count - base, text.utf8Start,
                    text.utf8CodeUnitCount, places.baseAddress!, width.rawWidth)
            }
        }
    }
}
