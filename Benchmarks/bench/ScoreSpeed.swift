import Detector
import Records
import Scoring

/// How fast a data set's distinct sequences are scored, on one thread.
struct ScoreSpeed {
    private static let alone = 20_000

    let model: Model
    let sequences: [[EventKind]]

    init(sequences path: String, model: String) throws {
        self.model = try ModelFile.read(path: model)
        var seen: Set<[EventKind]> = []
        sequences = try SequenceFile.read(path).map(\.events).filter { !$0.isEmpty && seen.insert($0).inserted }
    }

    func all() -> Figures {
        var figures = Figures()
        figures.add("sequences", sequences.count)
        figures.add("events", sequences.reduce(0) { $0 + $1.count })
        let (shared, sharedScores) = timed { inPrefixes { $0.scores(of: $1, in: $2) } }
        figures.add("shared_cpu_seconds", shared)
        figures.add("every_prefix_cpu_seconds", timed { inPrefixes(scoreEach) }.seconds)
        let (plain, plainScores) = timed(oneByOne)
        figures.add("unshared_cpu_seconds", plain)
        figures.add("are_scores_equal", sharedScores == plainScores)
        let times = alone()
        figures.add("alone_sequences", times.count)
        figures.add("alone_median_nanoseconds", times.sorted()[times.count / 2] * 1e9)
        figures.add("alone_seconds", times.reduce(0, +))
        return figures
    }

    private func timed(_ work: () -> [Float]) -> (seconds: Double, scores: [Float]) {
        let start = SystemCalls.cpuSeconds()
        let scores = work()
        return (SystemCalls.cpuSeconds() - start, scores)
    }

    /// As the detector scores: beginnings that sequences share are computed once. Interning counts.
    private func inPrefixes(_ score: (inout PrefixScorer, [PrefixID], PrefixTable) -> [Float]) -> [Float] {
        var (table, scorer) = (PrefixTable(), PrefixScorer(model: model))
        let prefixes = sequences.map { table.intern($0) }
        return score(&scorer, prefixes, table)
    }

    /// The score after each event, as evidence asks for it.
    private func scoreEach(_ scorer: inout PrefixScorer, _ prefixes: [PrefixID], _ table: PrefixTable) -> [Float] {
        prefixes.map { prefix in
            var (path, node) = ([PrefixID](), prefix)
            while node != .empty {
                path.append(node)
                node = table.parent(of: node)
            }
            var last: Float = 0
            for node in path.reversed() { last = scorer.scores(of: table.parent(of: node), and: node, in: table).after }
            return last
        }
    }

    /// Each sequence for itself, from its first event on.
    private func oneByOne() -> [Float] {
        var run = NetworkRun(Network(model.weights))
        return sequences.map { run.score($0) }
    }

    /// Seconds of each of the first sequences, for itself.
    private func alone() -> [Double] {
        var run = NetworkRun(Network(model.weights))
        return sequences.prefix(Self.alone).map { sequence in
            let start = SystemCalls.wallSeconds()
            _ = run.score(sequence)
            return SystemCalls.wallSeconds() - start
        }
    }
}

/// The network, with nothing kept from one sequence to the next.
private struct NetworkRun {
    private let network: Network
    /// Zeros, and the path's room.
    private var states: [Float]
    private var paths: [Network.Path]

    init(_ network: Network) {
        self.network = network
        states = [Float](repeating: 0, count: 3 * network.stateSize)
        paths = [Network.Path(room: network.stateSize)]
    }

    mutating func score(_ events: [EventKind]) -> Float {
        paths[0].steps = network.shape.kept(of: events).reversed().map { .init($0) }
        (paths[0].state, paths[0].left) = (0, paths[0].steps.count)
        _ = network.run(&paths, &states)
        return Activation.sigmoid(network.logit(states, from: paths[0].state, counts: events.counts))
    }
}
