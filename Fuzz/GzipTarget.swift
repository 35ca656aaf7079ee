import Records

@testable import Tailing

/// Any bytes inflate to the same, however they are cut; what was packed comes back; nothing hangs.
enum GzipTarget: FuzzTarget {
    static func seeds() -> [[UInt8]] {
        let text = Sample.log(blocks: 1)
        let twice = packed(Array(text.prefix(300))) + [0, 0] + packed([]) + packed([10]) + [0]
        return [[0, 1] + deflated, [0, 1] + twice, [0, 1] + deflated + deflated + [1], [1, 1] + text]
    }

    static let words = ["\u{1F}", "\u{0}\u{0}\u{0}\u{0}"]

    /// Three lines of a log, packed by gzip -9: with codes of its own and repetitions.
    private static let deflated: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x33, 0xB0, 0x30, 0x34, 0x34, 0xB0,
        0x54, 0x30, 0x32, 0x30, 0x36, 0x35, 0xB4, 0x50, 0x30, 0x34, 0x31, 0x56, 0xF0, 0xF4, 0x73, 0xF3,
        0x57, 0x48, 0x49, 0x2B, 0xD6, 0x73, 0x49, 0x2C, 0x49, 0xF4, 0xCB, 0x4F, 0x49, 0xB5, 0x52, 0x08,
        0x4A, 0x4D, 0x4E, 0xCD, 0x2C, 0x4B, 0x4D, 0x51, 0x48, 0xCA, 0xC9, 0x4F, 0xCE, 0x06, 0x92, 0xD9,
        0xF1, 0xBA, 0x86, 0x0A, 0xF9, 0x69, 0x0A, 0xC5, 0x99, 0x55, 0xA9, 0x0A, 0xA6, 0x0A, 0x69, 0x45,
        0xF9, 0xB9, 0x0A, 0xFA, 0x86, 0x06, 0x7A, 0x20, 0x68, 0xC8, 0x65, 0x30, 0x44, 0xCC, 0x04, 0x00,
        0x1C, 0x8B, 0x17, 0x5D, 0xFC, 0x00, 0x00, 0x00,
    ]

    private enum End { case good, early, damaged }

    static func run(_ input: FuzzInput) throws {
        var input = input
        let isText = input.flag()
        var random = input.random()
        let bytes = input.rest()
        let file = isText ? bytes.pieces(&random).flatMap { packed(Array($0)) } : bytes
        let (whole, end) = inflate([file[...]], &random, roomAtMost: 1 << 18)
        if isText { expect(end == .good && whole == bytes, "what was packed does not come back") }
        let (same, sameEnd) = inflate(file.pieces(&random), &random, roomAtMost: 300)
        expect(end == sameEnd && whole == same, "cut otherwise it inflates to something else")
        try checkReaders(file, whole, end, &random)
    }

    private static func inflate(
        _ pieces: [ArraySlice<UInt8>], _ random: inout RandomSource, roomAtMost: Int
    ) -> ([UInt8], End) {
        let inflater = Inflater()
        var result: [UInt8] = []
        for piece in pieces {
            inflater.feed(piece)
            var idle = 0
            while !inflater.isHungry {
                var room = [UInt8](repeating: 0, count: 1 + random.index(below: roomAtMost))
                guard let count = inflater.inflate(into: &room) else { return (result, .damaged) }
                result += room[..<count]
                idle = count == 0 ? idle + 1 : 0
                expect(idle < 10, "it neither takes nor gives")
            }
        }
        return (result, inflater.isBetweenMembers ? .good : .early)
    }

    /// The readers of files: one that reads once, one that follows a file that grows.
    private static func checkReaders(
        _ file: [UInt8], _ whole: [UInt8], _ end: End, _ random: inout RandomSource
    ) throws {
        guard file.starts(with: [0x1F, 0x8B]) else { return }
        let path = try Scratch.write("input", file)
        var source = try ByteSource(path: path)
        var read: [UInt8] = []
        do {
            while let bytes = try source.next() { read += bytes }
            expect(end == .good, "a reader did not see the damage")
        } catch let fault as DataFault {
            expect(end != .good && fault.place == path, "\(fault)")
        }
        expect(read == whole, "a reader reads something else")
        let skip = random.index(below: whole.count + 1)
        try expect(follow(file, skipping: skip, &random).elementsEqual(whole.dropFirst(skip)), "followed it is another")
    }

    /// - Returns: what comes out before the end or the damage.
    private static func follow(_ file: [UInt8], skipping skip: Int, _ random: inout RandomSource) throws -> [UInt8] {
        let path = try Scratch.write("input", [])
        let opened = try OpenFile.open(path)
        var tail = GzipTail(skipping: UInt64(skip))
        var read: [UInt8] = []
        for piece in file.pieces(&random) {
            try Scratch.append("input", piece)
            do {
                while true {
                    let bytes = try tail.read(opened, path, blockSize: 4096)
                    if bytes.isEmpty { break }
                    read += bytes
                }
            } catch is DataFault {
                return read
            }
        }
        return read
    }

    /// A gzip member that holds the bytes as they are (RFC 1951, 3.2.4).
    private static func packed(_ bytes: [UInt8]) -> [UInt8] {
        let count = UInt16(bytes.count)
        let size = [count, ~count].flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        let end = [checksum(bytes), UInt32(count)].flatMap { number in
            (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
        }
        return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1] + size + bytes + end
    }

    /// CRC-32 (RFC 1952, 8).
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
    }
}
