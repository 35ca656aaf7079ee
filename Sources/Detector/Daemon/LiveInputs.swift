import Grouping
import Parsing
import Records
import Tailing

/// The daemon's inputs: lines from followed logs, in the merged order. What ``MergedLogs`` is to a replay, with files
/// that grow.
struct LiveInputs {
    private var follower: LogFollower
    private var merger: Merger
    /// Of the templates of the model in use.
    var parser: LineParser
    private let idleAfter: Duration
    private var states: [InputState] = []
    /// The clocks of a checkpoint, by input name, until the input is found.
    private var clocks: [String: InputClock]
    /// When any input last brought a line.
    private(set) var lastLineAt = ContinuousClock.now

    private struct InputState {
        /// When it last brought a line, or was found.
        var lastLineAt: ContinuousClock.Instant
        /// Since when there is something to read; nil where there is nothing.
        var unreadSince: ContinuousClock.Instant?
        /// Since the daemon's start.
        var tally = InputTally()
    }

    /// - Throws: `UnknownZone`.
    init(
        _ input: Configuration.Input, parser: LineParser, _ start: FollowStart, resuming inputs: [Checkpoint.Input]
    ) throws {
        let options = FollowOptions(
            globs: input.files, exclude: input.exclude, startAtEnd: input.start == .end,
            maxLineBytes: input.maxLineBytes, maxOpenFiles: OpenFileLimit.raise() / 2)
        follower = LogFollower(options, start, resuming: inputs.compactMap(\.point))
        merger = Merger(civilClock: try CivilClock(zone: input.timezone))
        self.parser = parser
        idleAfter = input.idleAfter
        clocks = Dictionary(inputs.map { ($0.name, $0.clock) }) { first, _ in first }
        welcome(follower.inputs)
    }

    var wakeDescriptor: Int32? { follower.wakeDescriptor }
    var counters: TailCounters { follower.counters }
    var count: Int { follower.inputs.count }
    /// In the order of their ids.
    var positions: [InputPosition] { follower.positions }
    /// In the same order.
    var tallies: [InputTally] { states.map(\.tally) }
    /// For how long there has been something to read, in the same order.
    var lags: [Duration] { states.map { $0.unreadSince.map { ContinuousClock.now - $0 } ?? .zero } }

    mutating func takeNotices() -> [FileNotice] { follower.takeNotices() }

    /// Looks at the files that have changed.
    /// - Parameter everything: at all files, whether the kernel spoke of them or not.
    mutating func look(everything: Bool = false) {
        let (new, seen) = follower.refresh(everything: everything)
        welcome(new)
        for id in seen where follower.hasUnread(id) {
            merger.setLive(true, id)
            let state = Int(id.rawValue)
            states[state].unreadSince = states[state].unreadSince ?? .now
        }
    }

    /// Whether there is nothing left that was there at the latest look.
    var isExhausted: Bool { !merger.hasLines && !follower.hasUnread }

    private mutating func welcome(_ new: [InputID]) {
        for id in new {
            states.append(InputState(lastLineAt: .now, unreadSince: .now))
            if let clock = clocks.removeValue(forKey: follower.name(of: id)) { merger.restore(clock, of: id) }
            merger.setLive(true, id)
        }
        if new.isEmpty { return }
        let byName = follower.inputs.sorted { follower.name(of: $0) < follower.name(of: $1) }
        for (order, id) in byName.enumerated() { merger.setOrder(order, of: id) }
    }

    /// Hands lines to the consumer, at most about `limit`.
    /// - Returns: whether there may be more at once.
    mutating func step<Consumer>(
        limit: Int, into consumer: inout Consumer, _ body: (inout Consumer, EventBatch, MergedRun) -> Int
    ) -> Bool {
        // Of the lines that one batch brought, the last one.
        var passed: [(batch: LineBatch, line: Int)] = []
        let pause = merger.drain(limit: limit, into: &consumer) { consumer, batch, run in
            let taken = body(&consumer, batch, run)
            guard taken > 0 else { return 0 }
            let line = run.lines.lowerBound + taken - 1
            if let last = passed.indices.last, passed[last].batch.input == batch.source.input, passed[last].line < line
            {
                passed[last].line = line
            } else {
                passed.append((batch.source, line))
            }
            return taken
        }
        var isPassed: Set<InputID> = []
        for (batch, line) in passed.reversed() where isPassed.insert(batch.input).inserted {
            follower.passed(batch, line)
        }
        guard case .starved(let input) = pause else { return pause != .idle }
        let state = Int(input.rawValue)
        if follower.hasUnread(input) {
            if let batch = follower.read(input).map(parser.parse) {
                merger.add(batch)
                states[state].tally.count(batch)
                // It may not be asked again for long.
                if follower.position(of: input).lag == 0 { states[state].unreadSince = nil }
                lastLineAt = .now
                states[state].lastLineAt = lastLineAt
            }
            return true
        }
        states[state].unreadSince = nil
        if ContinuousClock.now - states[state].lastLineAt >= idleAfter {
            merger.setLive(false, input)
            return true
        }
        // The others' lines wait in their files: this one may still bring earlier ones.
        return false
    }

    /// As a checkpoint has them.
    mutating func checkpoint() -> [Checkpoint.Input] {
        let points = follower.resumePoints()
        let byName = Dictionary(points.map { ($0.path, $0) }) { first, _ in first }
        return follower.inputs.map { id in
            let name = follower.name(of: id)
            return Checkpoint.Input(name: name, clock: merger.appliedClock(of: id), point: byName[name])
        }
    }
}
