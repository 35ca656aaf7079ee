import CZlib
import Records

/// gzip (RFC 1952) by zlib, member after member.
@safe final class Inflater {
    private var stream = unsafe z_stream()
    private var input: [UInt8] = []
    private var consumed = 0
    private(set) var isBetweenMembers = true
    private var isDamaged = false
    /// Whether the latest output had no more room, so that zlib may hold more.
    private var wasFilled = false

    init() {
        // 15 bits of window, 16 for gzip's header
        let result = unsafe inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(result == Z_OK, "zlib of another version than its header")
    }

    deinit { unsafe inflateEnd(&stream) }

    /// Whether it wants more compressed bytes: everything that those before hold has come out.
    var isHungry: Bool { consumed == input.count && !wasFilled && !isDamaged }

    /// Gives it the next compressed bytes.
    func feed(_ bytes: ArraySlice<UInt8>) {
        input = Array(bytes)
        consumed = 0
    }

    /// Fills `output` with what comes out of the bytes fed.
    /// - Returns: the number of bytes; nil where the compressed bytes are damaged, after all that stood before.
    func inflate(into output: inout [UInt8]) -> Int? {
        if isDamaged { return nil }
        if isBetweenMembers && consumed < input.count {
            // Zeros may pad the last member.
            while consumed < input.count && input[consumed] == 0 { consumed += 1 }
            if consumed == input.count { return 0 }
            guard unsafe inflateReset(&stream) == Z_OK else { return nil }
            isBetweenMembers = false
        }
        var produced = 0
        var status = Z_OK
        unsafe input.withUnsafeMutableBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe stream.next_in = input.baseAddress.map { unsafe $0 + consumed }
                unsafe stream.avail_in = UInt32(input.count - consumed)
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = UInt32(output.count)
                status = unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
                unsafe consumed = input.count - Int(stream.avail_in)
                unsafe produced = output.count - Int(stream.avail_out)
            }
        }
        if status == Z_STREAM_END { isBetweenMembers = true }
        isDamaged = ![Z_OK, Z_STREAM_END, Z_BUF_ERROR].contains(status)
        wasFilled = produced == output.count
        return isDamaged && produced == 0 ? nil : produced
    }
}

extension DataFault {
    static func gzipEndsEarly(_ path: String) -> DataFault {
        DataFault(place: path, what: "the gzip file ends in the middle; its good lines were read")
    }

    static func gzipIsDamaged(_ path: String) -> DataFault {
        DataFault(place: path, what: "the gzip file is damaged; its lines before the damage were read")
    }
}
