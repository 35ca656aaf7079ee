import Records
import Testing

@testable import Reporting

struct EventRunTests {
    @Test(arguments: [
        ([], []), ([26], ["E26 1"]), ([5, 26, 26, 26, 5], ["E5 1", "E26 3", "E5 1"]), ([5, 5], ["E5 2"]),
    ])
    func folds(_ numbers: [Int], _ runs: [String]) {
        let events = numbers.map { SequenceList.Event(.e($0)) }
        #expect(EventRun.folding(events).map { "\($0.event.name) \($0.count)" } == runs)
    }

    @Test func eventsOfOneNameAndDifferentTextsStayApart() {
        let events = ["a", "b"].map { SequenceList.Event(name: "unknown", text: $0) }
        #expect(EventRun.folding(events).count == 2)
    }
}
