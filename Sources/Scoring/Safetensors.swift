import FoundationEssentials
import Records

/// The safetensors format (https://github.com/huggingface/safetensors#format): the length of a JSON header, 8 bytes
/// little-endian; the header, which gives each tensor its type, shape and bytes; the bytes. Only F32 tensors are used.
package struct Safetensors {
    package struct Tensor: Hashable {
        package var shape: [Int]
        /// Row by row.
        package var values: [Float]
    }

    package var metadata: [String: String]
    package var tensors: [String: Tensor]

    private struct Entry: Codable {
        var dtype: String
        var shape: [Int]
        var data_offsets: [Int]
    }

    private struct Header: Codable {
        struct Key: CodingKey {
            var stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }
        static let metadataKey = Key(stringValue: "__metadata__")

        var metadata: [String: String]
        var entries: [String: Entry]

        init(metadata: [String: String], entries: [String: Entry]) {
            self.metadata = metadata
            self.entries = entries
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            metadata = try container.decodeIfPresent([String: String].self, forKey: Self.metadataKey) ?? [:]
            entries = [:]
            for key in container.allKeys where key.stringValue != Self.metadataKey.stringValue {
                entries[key.stringValue] = try container.decode(Entry.self, forKey: key)
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(metadata, forKey: Self.metadataKey)
            for (name, entry) in entries { try container.encode(entry, forKey: Key(stringValue: name)) }
        }
    }

    init(metadata: [String: String], tensors: [String: Tensor]) {
        self.metadata = metadata
        self.tensors = tensors
    }

    /// - Parameter place: how errors name the file.
    /// - Throws: `DataFault` for anything that is not exactly the format: the tensors must fill the bytes without a gap.
    package init(_ bytes: [UInt8], place: String) throws {
        func fault(_ what: String) -> DataFault {
            DataFault(place: place, what: what + "; it is no model file, or a damaged one")
        }
        guard bytes.count >= 8 else { throw fault("byte \(bytes.count): the file ends within its first 8 bytes") }
        let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(bytes.count - 8) else {
            throw fault("byte 0: a header of \(length) bytes is announced, but the file has \(bytes.count)")
        }
        let start = 8 + Int(length)
        let header: Header
        do {
            header = try JSONDecoder().decode(Header.self, from: Data(bytes[8..<start]))
        } catch {
            throw fault("byte 8: the header is no JSON that describes tensors")
        }
        metadata = header.metadata
        tensors = [:]
        var next = 0
        for (name, entry) in header.entries.sorted(by: {
            $0.value.data_offsets.lexicographicallyPrecedes($1.value.data_offsets)
        }) {
            guard entry.dtype == "F32" else { throw fault("tensor \(name) is of type \(entry.dtype), not F32") }
            var count = 1
            for size in entry.shape {
                let (product, overflow) = count.multipliedReportingOverflow(by: size)
                guard size > 0, !overflow, product <= bytes.count else {
                    throw fault("tensor \(name) has an impossible shape")
                }
                count = product
            }
            let end = next + 4 * count
            guard entry.data_offsets == [next, end], end <= bytes.count - start else {
                throw fault(
                    "tensor \(name) does not stand at bytes \(next) to \(end) behind the header, or is cut short")
            }
            tensors[name] = Tensor(
                shape: entry.shape,
                values: stride(from: start + next, to: start + end, by: 4).map { byte in
                    Float(bitPattern: bytes[byte..<byte + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
                })
            next = end
        }
        guard start + next == bytes.count else {
            throw fault("byte \(start + next): \(bytes.count - start - next) bytes belong to no tensor")
        }
    }

    /// The SHA-256 of all keys, values, names, shapes and numbers, each followed by a zero.
    var digest: String {
        var bytes: [UInt8] = []
        func add(_ text: String) { bytes += Array(text.utf8) + [0] }
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            add(key)
            add(value)
        }
        for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
            add(name)
            add("\(tensor.shape)")
            for value in tensor.values { add(String(value.bitPattern, radix: 16)) }
        }
        return Digest.sha256(bytes)
    }

    /// The same content gives the same bytes: keys and tensors stand in the order of their names.
    func encoded() throws -> [UInt8] {
        var entries: [String: Entry] = [:]
        var data: [UInt8] = []
        for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
            let start = data.count
            for value in tensor.values {
                for shift in stride(from: 0, to: 32, by: 8) {
                    data.append(UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(shift)))
                }
            }
            entries[name] = Entry(dtype: "F32", shape: tensor.shape, data_offsets: [start, data.count])
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var header = Array(try encoder.encode(Header(metadata: metadata, entries: entries)))
        // Tensors begin at a multiple of 8, as the format asks.
        header += repeatElement(UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
        return (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header + data
    }
}
