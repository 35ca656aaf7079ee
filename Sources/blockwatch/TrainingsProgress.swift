import Records
import Synchronization
import Training

/// How far several trainings are, told from several threads.
final class TrainingsProgress: Sendable {
    private struct State {
        var done = 0
        /// Of each training that is under way: which part of it is done.
        var running: [String: (share: Double, line: String)] = [:]
        var costDone = 0.0
    }

    private let state = Mutex(State())
    private let costs: [String: Double]
    private let start = ContinuousClock.now

    /// - Parameter costs: of the trainings that are still to do, by name.
    init(costs: [String: Double]) {
        self.costs = costs
    }

    func report(_ name: String, _ progress: TrainingProgress) {
        let line = state.withLock { state in
            state.running[name] = (
                Double(progress.epoch) / Double(progress.epochs),
                "\(name) epoch \(progress.epoch) of \(progress.epochs)"
            )
            return self.line(state)
        }
        if StandardError.isTerminal { StandardError.showProgress(line) }
    }

    func finish(_ name: String, _ text: String) {
        let line = state.withLock { state in
            state.done += 1
            state.running[name] = nil
            state.costDone += costs[name] ?? 0
            return self.line(state)
        }
        if StandardError.isTerminal {
            StandardError.showProgress("\(text)\n\(line)")
        } else {
            StandardError.write("\(text); \(line)\n")
        }
    }

    /// What is written next begins a line.
    func end() { StandardError.endProgress() }

    private func line(_ state: State) -> String {
        let all = costs.values.reduce(0, +)
        let done = state.costDone + state.running.reduce(0) { $0 + (costs[$1.key] ?? 0) * $1.value.share }
        let seconds = Double((ContinuousClock.now - start).milliseconds) / 1000
        let left = done > 0 ? Self.words(seconds * (all - done) / done) : "not known yet"
        let running = state.running.values.map(\.line).sorted()
        return (["\(state.done) of \(costs.count) trained"] + running + ["time left: \(left)"]).joined(separator: "; ")
    }

    private static func words(_ seconds: Double) -> String {
        seconds < 90 ? "\(Int(seconds.rounded())) s" : "\(Int((seconds / 60).rounded())) min"
    }
}
