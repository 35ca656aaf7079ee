import Testing

@testable import Reporting

struct SequenceListTests {
    @Test func sequencesAreToldInWords() throws {
        let markup = try SamplePage.mistakes.markup()
        #expect(markup.contains("E26 ×3"))
        #expect(markup.contains("<b>E26</b> <i>×3</i> <span>"))
        #expect(markup.contains("was <b>abnormal</b>, said <b>normal</b>, score <b>0.0312</b>, 19 events"))
    }
}
