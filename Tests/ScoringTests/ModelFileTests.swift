import Records
import Scoring
import TestSupport
import Testing

struct ModelFileTests {
    let bytes = try! WholeFile.read(Places.fixture("reference/gru.safetensors"))

    private func fault(_ bytes: [UInt8]) -> String {
        do {
            _ = try ModelFile.decode(bytes, place: "m")
            return "none"
        } catch {
            #expect((error as? any Fault)?.exitCode == .badData)
            return "\(error)"
        }
    }

    /// The header's text with one change, its length put right.
    private func changed(_ from: String, _ to: String) -> [UInt8] {
        let length = Int(bytes[0]) | Int(bytes[1]) << 8
        let header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
        #expect(header.contains(from))
        let new = Array(header.replacing(from, with: to).utf8)
        return (0..<8).map { UInt8(truncatingIfNeeded: new.count >> (8 * $0)) } + new + bytes[(8 + length)...]
    }

    @Test func writesWhatItReads() throws {
        let directory = try TemporaryDirectory()
        var model = try ModelFile.decode(bytes, place: "m")
        model.notes["seed"] = "7"
        try directory.write("copy", ModelFile.encode(model))
        let copy = try ModelFile.read(path: directory.file("copy"))
        #expect(copy.weights == model.weights && copy.notes == model.notes && copy.templates == model.templates)
        #expect(copy.threshold == 0.5 && copy.requiredEvents == [.e(5)] && copy.name == "gru")
        #expect(try copy.sha256 == Digest.sha256(directory.read("copy")))
        #expect(try ModelFile.encode(copy) == directory.read("copy"))
    }

    /// In a file of our own writing, every bit counts.
    @Test func aFlippedBitIsRefused() throws {
        let whole = try ModelFile.encode(ModelFile.decode(bytes, place: "m"))
        #expect(fault(whole) == "none")
        let length = Int(whole[0]) | Int(whole[1]) << 8
        for index in stride(from: 8 + length, to: whole.count, by: 97) {
            var flipped = whole
            flipped[index] ^= 0x40
            #expect(fault(flipped) != "none", "byte \(index)")
        }
    }

    @Test func cutShortAnywhereItIsRefused() {
        for length in [0, 7, 8, 100, bytes.count / 2, bytes.count - 1] {
            #expect(fault(Array(bytes[..<length])).contains("no model file"), "\(length)")
        }
        #expect(fault(bytes + [0]).contains("1 bytes belong to no tensor"))
    }

    @Test func whatIsWrongIsNamed() {
        #expect(fault(changed("blockwatch.model/1", "blockwatch.model/9")).contains("file's is \"blockwatch.model/9\""))
        #expect(
            fault(changed("embedding; gru 1; counts; dense; classifier", "transformer")).contains(
                "architecture is \"transformer\""))
        #expect(fault(changed("\"threshold\":\"0.5\"", "\"threshold\":\"2\"")).contains("no number from 0 to 1"))
        #expect(fault(changed("gru.bias_hh_l0", "gru.bias_hh_l1")).contains("gru.bias_hh_l0 is missing"))
        #expect(fault(changed("\"dtype\":\"F32\"", "\"dtype\":\"F16\"")).contains("type F16"))
        #expect(fault(changed("[[\\\"E5\\\"", "[[\\\"E99\\\"")).contains("\"E99\" is no event"))
        let gaps = String(repeating: "<*>e", count: 300)
        #expect(fault(changed("<*>Receiving", gaps + "<*>Receiving")).contains("E5 with more than 255 gaps"))
    }

    @Test func aNumberThatIsNoneIsRefused() {
        var damaged = bytes
        for byte in damaged.count - 4..<damaged.count { damaged[byte] = 0xFF }
        #expect(fault(damaged).contains("no number"))
    }
}
