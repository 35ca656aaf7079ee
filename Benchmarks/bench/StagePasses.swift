import Alerting
import Detector
import Grouping
import Parsing
import Records
import Scoring
import Tailing

/// A log's way through the stages on one thread. Each pass begins anew and goes one stage further, so that a stage
/// costs what its pass takes longer than the one before.
struct StagePasses {
    let log: String
    let equipment: Equipment
    let configuration = Configuration()

    init(log: String, model: String) throws {
        self.log = log
        equipment = try Equipment(modelPath: model)
    }

    /// Seconds of each stage, by CPU; the merger's are those of a whole replay less all the others, which has threads.
    func all() throws -> Figures {
        var figures = Figures()
        let passes: [(String, () throws -> Int)] = [
            ("reading", { try SystemCalls.readThrough(log) }), ("cutting", cut), ("parsing", parse),
            ("grouping", group), ("judging", { try judge { _ in } }), ("writing", judgeAndWrite),
            ("merging_and_threads", replay),
        ]
        var before = 0.0
        for (name, pass) in passes {
            let start = SystemCalls.cpuSeconds()
            let count = try pass()
            let seconds = SystemCalls.cpuSeconds() - start
            figures.add(name + "_cpu_seconds", seconds - before)
            if name == "reading" { figures.add("bytes", count) }
            if name == "cutting" { figures.add("lines", count) }
            if name == "writing" { figures.add("alerts", count) }
            before = seconds
        }
        figures.add("all_cpu_seconds", before)
        return figures
    }

    func grouping() throws -> Figures {
        var figures = Figures()
        let (cpu, wall) = (SystemCalls.cpuSeconds(), SystemCalls.wallSeconds())
        figures.add("blocks", try group())
        figures.add("cpu_seconds", SystemCalls.cpuSeconds() - cpu)
        figures.add("wall_seconds", SystemCalls.wallSeconds() - wall)
        return figures
    }

    // MARK: passes

    private func reader() throws -> LogReader {
        try LogReader(
            path: log, input: InputID(rawValue: 0), file: FileID(rawValue: 0),
            maxLineBytes: configuration.input.maxLineBytes)
    }

    private func cut() throws -> Int {
        var (reader, lines) = (try reader(), 0)
        while let batch = try reader.read() { lines += batch.lines.count }
        return lines
    }

    private func parse() throws -> Int {
        var (reader, blocks) = (try reader(), 0)
        while let batch = try reader.read() { blocks += equipment.parser.parse(batch).blocks.count }
        return blocks
    }

    /// - Returns: number of lives that began.
    private func group() throws -> Int {
        var (reader, clock) = (try reader(), try LogClock())
        var table = BlockTable(rules: configuration.blockRules)
        while let batch = try reader.read().map(equipment.parser.parse) {
            table.expect(batch.blocks[...])
            for parsed in batch.parsed {
                let (stamp, now) = clock.read(parsed)
                table.advance(to: now)
                guard let stamp else { continue }
                for place in parsed.firstBlock..<parsed.firstBlock + parsed.blockCount {
                    _ = table.apply(Event(block: batch.blocks[place], kind: parsed.kind, stamp: stamp))
                }
                if !table.outcomes.isEmpty { _ = table.takeOutcomes() }
            }
        }
        table.end()
        return table.counters.lives
    }

    /// - Returns: number of alerts.
    private func judge(_ write: ([Alert]) throws -> Void) throws -> Int {
        let judge = Judge(model: equipment.model, threshold: nil, force: false)
        var (reader, clock, alerts) = (try reader(), try LogClock(), 0)
        var pipeline = Pipeline(configuration, judge: judge)
        func handOver() throws {
            let raised = pipeline.takeAlerts()
            alerts += raised.count
            if !raised.isEmpty { try write(raised) }
        }
        while let batch = try reader.read().map(equipment.parser.parse) {
            for (index, parsed) in batch.parsed.enumerated() {
                let (stamp, now) = clock.read(parsed)
                let line = MergedRun(lines: index..<index + 1, stamp: stamp, clock: now)
                while pipeline.take(batch, line) == 0 { try handOver() }
            }
            try handOver()
        }
        while !pipeline.end() { try handOver() }
        try handOver()
        return alerts
    }

    private func judgeAndWrite() throws -> Int {
        let file = try StreamedFile(path: log + ".alerts")
        let alerts = try judge { try file.write($0.flatMap(AlertLine.encode)) }
        try file.finish()
        return alerts
    }

    private func replay() throws -> Int {
        let file = try StreamedFile(path: log + ".alerts")
        var replay = try Replay([log], configuration, equipment) { try file.write($0.flatMap(AlertLine.encode)) }
        let summary = try replay.run()
        try file.finish()
        return summary.alerts
    }
}

/// The clock of a log that stands in one file.
struct LogClock {
    private var civilClock: CivilClock
    private var clock = InputClock()

    init() throws { civilClock = try CivilClock(zone: "UTC") }

    /// - Returns: the line's stamp, and how far the log's clock has come with it.
    mutating func read(_ line: ParsedLine) -> (stamp: Stamp?, now: Stamp) {
        let stamp = line.civil.map { civilClock.moment($0, near: clock.now) }
        if let stamp { _ = clock.read(stamp) }
        return (stamp, clock.now ?? .distantPast)
    }
}
