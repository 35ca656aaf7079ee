import Detector
import Records
import TestSupport
import Testing

struct DatasetTests {
    let directory = try! TemporaryDirectory()

    @Test func bothFormsOfSequences() throws {
        let numbers = try directory.write(
            "a.csv", "id,sequence,class\r\n7,\"(4, 21, 10)\",normal\r\n8,\"(4,)\",abnormal\r\n")
        #expect(
            try SequenceFile.read(numbers) == [
                SequenceRow(id: "7", events: [.e(5), .e(22), .e(11)], isAbnormal: false),
                SequenceRow(id: "8", events: [.e(5)], isAbnormal: true),
            ])
        let names = try directory.write(
            "b.csv", "BlockId,Label,Type,Features,TimeInterval\nblk_-1,Fail,21,\"[E5,E22,unknown]\",\"[0.0, 1.0]\"\n")
        #expect(
            try SequenceFile.read(names) == [
                SequenceRow(id: "blk_-1", events: [.e(5), .e(22), .unknown], isAbnormal: true)
            ])
        let bare = try directory.write("c.csv", "id,sequence\n1,\"()\"")
        #expect(try SequenceFile.read(bare) == [SequenceRow(id: "1", events: [], isAbnormal: nil)])
    }

    @Test(arguments: [
        ("id,sequence\n1,\"(4, 30)\"\n", ":2: \"(4, 30)\" is no sequence"),
        ("id,sequence\n1,\"(4)\"\n2,\"(4\n", ":3: a quotation mark opens a field"),
        ("id,sequence\n\n1\n", ":3: 1 fields, but the file's first line names 2"),
        ("a,b\n", ":1: a column id or blockid is expected"),
        ("id,sequence,class\n1,\"(4)\",odd\n", ":2: the label \"odd\""),
        ("", "the file is empty"),
        ("id,sequence\n1,\"(\(String(repeating: "4,", count: 65_536)))\"\n", ":2: a sequence of 65536 events"),
        ("id,sequence\n1,\"(4)\"x\n", ":2: a field in quotation marks goes on"),
    ])
    func damageIsNamedWithItsLine(_ text: String, _ expected: String) throws {
        let path = try directory.write("d.csv", text)
        let error = #expect(throws: DataFault.self) { try SequenceFile.read(path) }
        #expect("\(error!)".contains(expected), "\(error!)")
    }

    @Test func labelsInEveryForm() throws {
        let path = try directory.write("l.csv", "BlockId,Label\nblk_1,Normal\nblk_-2,ANOMALY\nblk_3,abnormal,extra\n")
        #expect(try LabelFile.read(path) == [.init(number: 1): false, .init(number: -2): true, .init(number: 3): true])
        for (text, expected) in [("blk_x,Normal", "is no block"), ("blk_1,Normal\nblk_1,Anomaly", "another label")] {
            let path = try directory.write("l.csv", "BlockId,Label\n\(text)\n")
            let error = #expect(throws: DataFault.self) { try LabelFile.read(path) }
            #expect("\(error!)".contains(expected))
        }
    }

    @Test func quotationMarksWithinAField() throws {
        let path = try directory.write("q.csv", "id,sequence\n\"a \"\"b\"\", c\",\"(4)\"\n")
        #expect(try SequenceFile.read(path)[0].id == "a \"b\", c")
    }
}
