import Records
import Testing

@Suite struct FaultTests {
    /// A data set could colour the terminal, or write lines as if they were ours.
    @Test func whatDataBringsIntoAFaultIsOnlyText() {
        let fault = DataFault(place: "a.csv:2", what: "\"\u{1B}[2J\nblockwatch: all is well\u{202E}\" is no block")
        #expect(fault.plainText == "a.csv:2: \"\\u001b[2J\\u000ablockwatch: all is well\\u202e\" is no block")
    }
}
