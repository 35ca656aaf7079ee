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
        while position + 4 < end {
            if bytes[position] == UInt8(ascii: "b") && bytes[position + 1] == UInt8(ascii: "l")
                && bytes[position + 2] == UInt8(ascii: "k") && bytes[position + 3] == UInt8(ascii: "_")
            {
                position += 4
                guard let key = readKey(bytes, &position, end) else { continue }
                if blocks.count - first < 16 {
                    if !blocks[first...].contains(key) { blocks.append(key) }
                } else {
                    if seen.isEmpty { seen = Set(blocks[first...]) }
                    if seen.insert(key).inserted { blocks.append(key) }
                }
            } else {
                position += 1
            }
        }
    }

    private static func readKey(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int) -> BlockKey? {
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let firstDigit = position
        var number: Int64 = 0
        var overflows = false
        while position < end {
            let digit = bytes[position] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            // Counted down, so that the least number fits.
            let (product, tooBig) = number.multipliedReportingOverflow(by: 10)
            let (sum, tooLow) = product.subtractingReportingOverflow(Int64(digit))
            overflows = overflows || tooBig || tooLow
            number = sum
            position += 1
        }
        guard position > firstDigit && !overflows else { return nil }
        if isNegative { return BlockKey(number: number) }
        return number == .min ? nil : BlockKey(number: -number)
    }
}
