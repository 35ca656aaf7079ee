/// The same event some times on end, as a person tells a sequence: `E26 ×3`.
struct EventRun: Sendable, Hashable {
    var event: SequenceList.Event
    var count: Int

    static func folding(_ events: [SequenceList.Event]) -> [EventRun] {
        var runs: [EventRun] = []
        for event in events {
            if runs.last?.event == event {
                runs[runs.count - 1].count += 1
            } else {
                runs.append(EventRun(event: event, count: 1))
            }
        }
        return runs
    }
}
