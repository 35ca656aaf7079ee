/// What an ordeal was made of, and what came out.
struct OrdealFigures: CustomStringConvertible {
    var actions: [Action: Int] = [:]
    var kills = 0
    var rotations = 0
    var reloads = 0
    private(set) var lines = 0
    private(set) var alerts = 0
    private(set) var missing: [String] = []
    private(set) var twice: [String] = []
    private(set) var extra: [String] = []
    private(set) var torn = 0
    /// RssAnon in kB and number of handles, at intervals.
    private(set) var samples: [(memory: Int, handles: Int)] = []

    var isGood: Bool { missing.isEmpty && twice.isEmpty && extra.isEmpty && torn == 0 }

    /// The outcome so far, of everything from the beginning on.
    mutating func note(lines: Int, expected: [String], found: [String], torn: Int) {
        self.lines = lines
        alerts = found.count
        missing = Set(expected).subtracting(found).sorted()
        extra = Set(found).subtracting(expected).sorted()
        twice = Dictionary(grouping: found) { $0 }.filter { $1.count > 1 }.keys.sorted()
        self.torn = torn
    }

    mutating func sample(_ daemon: Daemon) throws {
        samples.append((try daemon.memory("RssAnon"), try daemon.handles()))
    }

    /// Means over the first quarter of the samples and over the last.
    var quarters: (first: (memory: Int, handles: Int), last: (memory: Int, handles: Int)) {
        let count = max(1, samples.count / 4)
        return (Self.mean(samples.prefix(count)), Self.mean(samples.suffix(count)))
    }

    private static func mean(_ samples: ArraySlice<(memory: Int, handles: Int)>) -> (memory: Int, handles: Int) {
        let count = max(1, samples.count)
        return (samples.reduce(0) { $0 + $1.memory } / count, samples.reduce(0) { $0 + $1.handles } / count)
    }

    var description: String {
        let kinds = actions.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key) \($0.value)" }
        let (first, last) = quarters
        return """
            \(actions.values.reduce(0, +)) actions (\(kinds.joined(separator: ", "))); \(kills) kills, \
            \(rotations) rotations, \(reloads) reloads; \(lines) lines, \(alerts) alerts, \(missing.count) missing, \
            \(twice.count) twice, \(extra.count) extra, \(torn) torn; memory \(first.memory) kB in the first quarter, \
            \(last.memory) kB in the last, \(first.handles) and \(last.handles) handles
            """
    }
}
