import Records
import Testing

@testable import Parsing

struct DigitWordTests {
    private func word(_ text: String) -> UInt64 { Array(text.utf8).span.word(at: 0) }

    @Test func everyDigitCounts() {
        var random = RandomSource(seed: 3)
        for _ in 0..<10_000 {
            let number = random.index(below: 100_000_000)
            let digits = String(number)
            #expect(DigitWord.number(word(String(repeating: "0", count: 8 - digits.count) + digits)) == UInt64(number))
        }
    }

    /// Each byte that is no digit, at each place.
    @Test func whatIsNoDigitIsNoNumber() {
        for place in 0..<8 {
            for byte in UInt8.min...UInt8.max where !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                var bytes = Array("12345678".utf8)
                bytes[place] = byte
                #expect(DigitWord.number(bytes.span.word(at: 0)) == nil, "\(byte) at \(place)")
            }
        }
    }
}
