/// Takes out of a line what terminals, editors and crashes leave in it.
enum LineCleaner {
    /// The bytes without NULs, a leading byte-order mark, and ANSI escape sequences (`ESC [ ... final byte`);
    /// nil where there is none of them.
    static func clean(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> [UInt8]? {
        var position = start
        while position < end && ![0, 0x1B, 0xEF].contains(bytes[position]) { position += 1 }
        if position == end { return nil }
        var clean: [UInt8] = []
        position = start
        while position < end {
            let byte = bytes[position]
            if byte == 0 {
                position += 1
            } else if byte == 0x1B {
                position = endOfEscape(bytes, from: position, to: end)
            } else if byte == 0xEF && position + 2 < end && bytes[position + 1] == 0xBB && bytes[position + 2] == 0xBF {
                position += 3
            } else {
                clean.append(byte)
                position += 1
            }
        }
        return clean.count == end - start ? nil : clean
    }

    private static func endOfEscape(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
        var position = start + 1
        guard position < end && bytes[position] == UInt8(ascii: "[") else { return position }
        position += 1
        while position < end && !(0x40...0x7E).contains(bytes[position]) { position += 1 }
        return min(position + 1, end)
    }
}
