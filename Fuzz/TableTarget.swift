import Records

@testable import Detector

/// Any bytes are a table or are refused with the line of the fault.
enum TableTarget: FuzzTarget {
    static func seeds() -> [[UInt8]] {
        [
            (0, "id,sequence,class\r\n7,\"(4, 21, 10)\",normal\r\n8,\"(4,)\",abnormal\r\n"),
            (0, "BlockId,Label,Type,Features,TimeInterval\nblk_-1,Fail,21,\"[E5,E22,unknown]\",\"[0.0, 1.0]\"\n"),
            (1, "id,split\n1,train\n\"a \"\"b\"\", c\",test\n"), (2, "BlockId,Label\nblk_1,Normal\nblk_-2,ANOMALY\n"),
            (3, "\u{FEFF}a,\"b\nc\"\r\n\r\n,\"\"\n\"\"\"\",\r"),
        ].map { [UInt8($0.0)] + Array($0.1.utf8) }
    }

    static let words = [
        "\"\"", "\",\"", "\r\n", "(4, 21)", "[E5,E22]", "'E1'", "unknown", "normal", "Anomaly", "blk_-1", "\u{FEFF}",
    ]

    static func run(_ input: FuzzInput) throws {
        var input = input
        let reader = input.index(below: 4)
        let bytes = input.rest()
        let path = try Scratch.write("input", bytes)
        do {
            switch reader {
            case 0:
                for row in try SequenceFile.read(path) {
                    expect(row.events.allSatisfy { (1...31).contains($0.rawValue) }, "an event that is none")
                }
            case 1: _ = try SplitFile.read(path)
            case 2: _ = try LabelFile.read(path)
            default: try checkFields(path)
            }
        } catch let fault as DataFault {
            let line = fault.place.dropFirst(path.count + 1)
            let lines = bytes.count { $0 == 10 } + 1
            expect(fault.place == path || Int(line).map { (1...lines).contains($0) } == true, "\(fault)")
        }
    }

    /// What was read and is written again reads the same.
    private static func checkFields(_ path: String) throws {
        let records = try records(path)
        let text: [UInt8] = records.flatMap { record in
            record.map(quoted).joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "\n")]
        }
        let again = try self.records(Scratch.write("input", text))
        expect(again == records, "written and read the fields are others")
    }

    private static func quoted(_ field: [UInt8]) -> [UInt8] {
        let mark = UInt8(ascii: "\"")
        return [mark] + field.flatMap { $0 == mark ? [mark, mark] : [$0] } + [mark]
    }

    private static func records(_ path: String) throws -> [[[UInt8]]] {
        var reader = try CSVReader(path: path)
        var records: [[[UInt8]]] = []
        while let record = try reader.next() { records.append(record.map { Array($0) }) }
        return records
    }
}
