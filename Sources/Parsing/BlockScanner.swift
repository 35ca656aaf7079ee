import Records

/// Finds the blocks that a message names: `blk_` and a decimal number, which can be negative.
enum BlockScanner {
    /// Appends each block that `bytes[start..<end]` names, once, in the order of their first mention. A number that
    /// does not fit in 64 bits names no block.
    static func scan(_ bytes: Span<UInt8>, from start: Int, to end: Int, into blocks: inout [BlockKey]) {
        let first = blocks.count
        // Of a line that names many; a few are compared one by one.
        var seen: Set<BlockKey> = []
        var position = start
        while let underscore = bytes.firstIndex(of: UInt8(ascii: "_"), from: position, to: end) {
            position = underscore + 1
            guard underscore - 3 >= start && position < end,
                bytes[underscore - 3] == UInt8(ascii: "b") && bytes[underscore - 2] == UInt8(ascii: "l")
                    && bytes[underscore - 1] == UInt8(ascii: "k"),
                let key = readKey(bytes, &position, end)
            else { continue }
            if blocks.count == first {
                blocks.append(key)
            } else if blocks.count - first < 16 {
                if !blocks[first...].contains(key) { blocks.append(key) }
            } else {
                if seen.isEmpty { seen = Set(blocks[first...]) }
                if seen.insert(key).inserted { blocks.append(key) }
            }
        }
    }

    private static func readKey(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int) -> BlockKey? {
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let firstDigit = position
        var number: UInt64 = 0
        // 18 digits fit whatever they are.
        let safeEnd = min(end, firstDigit + 18)
        while position + 8 <= safeEnd, let eight = DigitWord.number(bytes.word(at: position)) {
            number = number &* 100_000_000 &+ eight
            position += 8
        }
        while position < safeEnd {
            let digit = bytes[position] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            number = number &* 10 &+ UInt64(digit)
            position += 1
        }
        guard position > firstDigit else { return nil }
        var overflows = false
        if position == safeEnd {
            while position < end {
                let digit = bytes[position] &- UInt8(ascii: "0")
                guard digit < 10 else { break }
                let (product, tooBig) = number.multipliedReportingOverflow(by: 10)
                let (sum, tooHigh) = product.addingReportingOverflow(UInt64(digit))
                overflows = overflows || tooBig || tooHigh
                number = sum
                position += 1
            }
        }
        guard !overflows, number <= UInt64(Int64.max) + (isNegative ? 1 : 0) else { return nil }
        return BlockKey(number: Int64(bitPattern: isNegative ? 0 &- number : number))
    }
}
