import Parsing
import Records
import Scoring

/// Any bytes are a model or are refused; a model gives scores from 0 to 1, whatever is in it.
enum ModelTarget: FuzzTarget {
    static func seeds() throws -> [[UInt8]] {
        let shapes = [
            ModelShape(embedding: 2, hidden: 2, dense: 0),
            ModelShape(embedding: 1, cell: .lstm, layers: 2, hidden: 1, dense: 0),
            ModelShape(embedding: 1, hidden: 1, dense: 1), ModelShape(embedding: 1, hidden: 1, dense: 0, window: 3),
        ]
        let files = try shapes.map { try ModelFile.encode(Sample.model($0)) }
        let length = { (file: [UInt8]) in 8 + Int(file[0]) | Int(file[1]) << 8 }
        // Without the checksum, which mutations would break.
        let headers = files.map { file in
            String(decoding: file[8..<length(file)], as: UTF8.self).replacing(/"checksum":"[^"]*",/, with: "")
        }
        return files.map { [0] + $0 } + headers.map { [1] + Array($0.utf8) }
    }

    static let words = [
        "\"dtype\":\"F32\"", "\"shape\":[", "\"data_offsets\":[", "\"__metadata__\":{", "\"threshold\":\"",
        "embedding; gru 1; classifier",
        "embedding; lstm 8; counts; dense; classifier", "last 1000; ", "[[\\\"E5\\\",\\\"<*>\\\"]]", "1e6", "nan", "-1",
        "9223372036854775807",
    ]

    static func run(_ input: FuzzInput) throws {
        var input = input
        let isHeader = input.flag()
        let bytes = input.rest()
        let file = isHeader ? withTensors(bytes) : bytes
        do {
            try check(ModelFile.decode(file, place: "m"))
        } catch let fault as DataFault {
            expect(fault.description.hasPrefix("m: "), "a fault without its file")
        }
    }

    /// A header's text with its length in front and as many numbers behind it as its last offset says.
    private static func withTensors(_ header: [UInt8]) -> [UInt8] {
        let numbers = header.split { !(48...57).contains($0) }.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
        let size = numbers.filter { $0 <= 65536 }.max() ?? 0
        let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
        return length + header + (0..<size).map { UInt8(truncatingIfNeeded: $0 % 4 == 3 ? 0x40 : $0 * 7) }
    }

    private static func check(_ model: Model) throws {
        let again = try ModelFile.decode(ModelFile.encode(model), place: "m")
        expect(again.weights == model.weights && again.threshold == model.threshold, "written and read it is another")
        expect(
            again.templates == model.templates && again.notes == model.notes, "written and read it says other things")
        for events in [[EventKind.e(5)], [.e(22), .e(5), .e(5), .e(9), .unknown]] {
            let score = model.score(events)
            expect(score >= 0 && score <= 1, "a score of \(score)")
        }
        guard let templates = try? model.templates.map({ try Template(kind: $0.kind, text: $0.text) }) else { return }
        let line = Array("Receiving block blk_1".utf8)
        _ = TemplateMatcher(templates).match(line.span, from: 0, to: line.count)
    }
}
