import Records
import Testing

@testable import Reporting

struct ConfusionTableTests {
    @Test func confusionIsToldInWords() throws {
        #expect(
            try SamplePage.confusion.markup().contains(
                "Of 2,901 abnormal blocks 2,886 were found (recall 99.48 %). Of 2,974 that were called abnormal 2,886 were"
            ))
        #expect(try ConfusionTable(Confusion()).markup().contains("None of the blocks was abnormal."))
    }
}
