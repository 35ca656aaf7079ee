import ArgumentParser
import Training

/// By what a threshold is picked.
struct ThresholdOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Pick the threshold that finds most with so few false alarms.", valueName: "n"))
    var maxFalseAlarmsPerDay: Double?

    @Option(
        help: ArgumentHelp(
            "How many blocks the cluster writes a day, for --max-false-alarms-per-day.", valueName: "n"))
    var blocksPerDay = ThresholdRule.hdfsBlocksPerDay.rounded()

    @Option(help: ArgumentHelp("Pick the threshold that finds most with this precision.", valueName: "p"))
    var precision: Double?

    func validate() throws {
        if maxFalseAlarmsPerDay != nil && precision != nil {
            throw ValidationError("give either --max-false-alarms-per-day or --precision")
        }
        if let precision, !(precision > 0 && precision <= 1) {
            throw ValidationError("--precision is above 0 and at most 1")
        }
        if let maxFalseAlarmsPerDay, !(maxFalseAlarmsPerDay >= 0 && maxFalseAlarmsPerDay.isFinite) {
            throw ValidationError("--max-false-alarms-per-day is 0 or more")
        }
        if !(blocksPerDay > 0 && blocksPerDay < 1e12) { throw ValidationError("--blocks-per-day is above 0") }
    }

    var rule: ThresholdRule {
        if let maxFalseAlarmsPerDay { return .falseAlarmsPerDay(maxFalseAlarmsPerDay, blocksPerDay: blocksPerDay) }
        return precision.map { .precision($0) } ?? .bestF1
    }

    /// As they would be given again.
    var asOptions: String {
        switch rule {
        case .bestF1: ""
        case .precision(let precision): " --precision \(precision)"
        case .falseAlarmsPerDay(let alarms, let blocks):
            " --max-false-alarms-per-day \(alarms) --blocks-per-day \(blocks)"
        }
    }
}
