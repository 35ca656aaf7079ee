import Records
import Testing

struct BytePlacesTests {
    @Test(arguments: VectorWidth.available)
    func placesAreThoseOfThePlainSearch(_ width: VectorWidth) {
        var random = RandomSource(seed: 11)
        for count in [0, 1, 3, 4, 31, 32, 33, 63, 64, 67, 1023, 1024, 1030, 3000] {
            // Few letters, so that the text and its beginnings are everywhere.
            let bytes = (0..<count).map { _ in Array("blk_\n".utf8)[random.index(below: 5)] }
            for start in [0, 1, count / 2, count] where start <= count {
                check("\n", Array("\n".utf8), bytes, start, width)
                check("blk_", Array("blk_".utf8), bytes, start, width)
            }
        }
        check("blk_", Array("blk_".utf8), Array(String(repeating: "blk_", count: 1000).utf8), 0, width)
    }

    private func check(_ text: StaticString, _ wanted: [UInt8], _ bytes: [UInt8], _ start: Int, _ width: VectorWidth) {
        var places = BytePlaces(of: text, from: start, width: width)
        var found: [Int] = []
        while let place = places.next(in: bytes.span) { found.append(place) }
        let expected = (start..<max(start, bytes.count)).filter { bytes[$0...].starts(with: wanted) }
        #expect(found == expected, "\(bytes.count) bytes from \(start) on")
    }
}
