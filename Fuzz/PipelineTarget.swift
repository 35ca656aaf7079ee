import Alerting
import Parsing
import Records
import Scoring
import Tailing

@testable import Detector

/// Two logs give the same alerts however they are cut, and however often the work is broken off and taken up again.
enum PipelineTarget: FuzzTarget {
    static func seeds() -> [[UInt8]] {
        let head: [UInt8] = [1, 0, 3, 3, 1, 7]
        let lives: [[UInt8]] = [
            [22, 5, 5, 5, 11, 9, 26, 11, 9, 26, 11, 9, 26], [5, 5, 22, 7, 14],
            [22, 5, 5, 5, 9, 11, 26, 26, 26, 23, 23, 23, 21, 21, 21],
            [9, 11], [22],
        ]
        let composed = lives.flatMap { life -> [[UInt8]] in
            [0, 1, 6, 3].map { step in head + life.flatMap { [$0, $0 % 3, step] } }
        }
        let log = Sample.log(blocks: 1) + [0xFF] + Sample.log(blocks: 1, seed: 2)
        return composed + [[0, 0, 3, 3, 1, 7] + log]
    }

    static let words = Sample.logWords + ["\u{FFFF}"]

    static func run(_ input: FuzzInput) throws {
        var input = input
        let isComposed = input.flag()
        let configuration = configuration(&input)
        var random = input.random()
        let logs = isComposed ? composed(&input) : input.rest().split(separator: 0xFF, maxSplits: 1).map { Array($0) }
        var (whole, cut) = (try Reading(logs, configuration), try Reading(logs, configuration))
        let alerts = try whole.alerts { [$0[...]] }
        same(try cut.alerts { $0.pieces(&random) }, alerts, "cut otherwise")
        var restarted = try Reading(logs, configuration)
        restarted.restartsOneIn = 1 + random.index(below: 5)
        same(try restarted.alerts { $0.pieces(&random) }, alerts, "with restarts")
    }

    private static func same(_ alerts: [Alert], _ expected: [Alert], _ when: String) {
        let lines = [alerts, expected].map { $0.map { String(decoding: AlertLine.encode($0), as: UTF8.self) } }
        for (line, other) in zip(lines[0], lines[1]) { expect(line == other, "\(when):\n\(line) is not\n\(other)") }
        expect(alerts.count == expected.count, "\(when): \(alerts.count) alerts, not \(expected.count)")
    }

    private static func configuration(_ input: inout FuzzInput) -> Configuration {
        var configuration = Configuration()
        configuration.model.force = input.flag()
        configuration.blocks.maxOpen = input.pick([1, 2, 5, 1000])
        configuration.blocks.maxEvents = input.pick([1, 2, 5, 1000])
        configuration.input.maxLineBytes = input.pick([100, 65536])
        return configuration
    }

    // MARK: logs that tell of blocks

    private static let steps: [Int64] = [0, 1, 300, 601, 3601, 7200, 49 * 3600, -3600, -30 * 3600, 400 * 86_400]

    /// Three bytes a line: the event, the log and block, how much later; or a line of any bytes.
    private static func composed(_ input: inout FuzzInput) -> [[UInt8]] {
        var logs: [[UInt8]] = [[], []]
        var now = Stamp(year: 2024, month: 3, day: 1, hour: 8, minute: 0, second: 0)
        for _ in 0..<200 where !input.isEmpty {
            let kind = Int(input.byte() % 32)
            let place = input.byte()
            if kind == 0 {
                logs[Int(place & 1)] += input.piece() + [10]
                continue
            }
            let later = now + .seconds(input.pick(steps))
            now = later < Stamp(milliseconds: 200_000_000_000_000) ? later : now
            let template = kind == 31 ? "nothing of <*>" : PublishedTemplates.texts[kind - 1]
            let message = template.replacing("<*>", with: " blk_\(place >> 1 & 7) ")
            let stamp = now.rfc3339.prefix(19).replacing("T", with: " ")
            logs[Int(place & 1)] += Array("\(stamp),000 INFO a: \(message)\n".utf8)
        }
        return logs
    }
}

/// Logs on their way through the daemon's front half and the pipeline.
private struct Reading {
    private let logs: [[UInt8]]
    private let configuration: Configuration
    /// How many readings there are for one restart; nil is none.
    var restartsOneIn: Int?
    private var merger: Merger
    private var pipeline: Pipeline
    private var buffers: [LineBuffer] = []
    /// What has not been read, and up to where the pipeline has taken.
    private var pieces: [[ArraySlice<UInt8>]] = []
    private var passed: [Int]

    init(_ logs: [[UInt8]], _ configuration: Configuration) throws {
        self.logs = logs
        self.configuration = configuration
        merger = Merger(civilClock: try CivilClock(zone: "UTC"))
        pipeline = Self.newPipeline(configuration)
        passed = logs.map { _ in 0 }
    }

    private static func newPipeline(_ configuration: Configuration) -> Pipeline {
        let judge = Judge(model: Sample.model(), threshold: nil, force: configuration.model.force) {
            Stamp(milliseconds: 0)
        }
        return Pipeline(configuration, judge: judge)
    }

    mutating func alerts(_ cut: ([UInt8]) -> [ArraySlice<UInt8>]) throws -> [Alert] {
        open(cut)
        var alerts: [Alert] = []
        var readings = 0
        var consumer = (pipeline: pipeline, passed: passed)
        while let pause = drain(&consumer), pause != .idle {
            alerts += consumer.pipeline.takeAlerts()
            readings += 1
            guard case .starved(let input) = pause else { continue }
            if let restartsOneIn, readings % restartsOneIn == 0, readings < 50 {
                try restart(&consumer, cut)
            } else {
                read(Int(input.rawValue))
            }
        }
        while !consumer.pipeline.end() { alerts += consumer.pipeline.takeAlerts() }
        return alerts + consumer.pipeline.takeAlerts()
    }

    private mutating func drain(_ consumer: inout (pipeline: Pipeline, passed: [Int])) -> Merger.Pause? {
        merger.drain(limit: .max, into: &consumer) { consumer, batch, run in
            let taken = consumer.pipeline.take(batch, run)
            if taken > 0 {
                let last = batch.source.lines[run.lines.lowerBound + taken - 1]
                consumer.passed[Int(batch.source.input.rawValue)] = Int(last.next)
            }
            return taken
        }
    }

    private mutating func open(_ cut: ([UInt8]) -> [ArraySlice<UInt8>]) {
        pieces = zip(logs, passed).map { log, start in cut(Array(log[min(start, log.count)...])).reversed() }
        buffers = passed.map { LineBuffer(maxLineBytes: configuration.input.maxLineBytes, offset: UInt64($0)) }
        for index in logs.indices {
            merger.setOrder(index, of: InputID(rawValue: UInt32(index)))
            merger.setLive(true, InputID(rawValue: UInt32(index)))
        }
    }

    private mutating func read(_ index: Int) {
        let input = InputID(rawValue: UInt32(index))
        let piece = pieces[index].popLast()
        let taken = piece.map { buffers[index].take($0) } ?? buffers[index].finish()
        if let taken {
            let batch = LineBatch(
                input: input, file: FileID(rawValue: input.rawValue), path: "/\(index)", bytes: taken.bytes,
                lines: taken.lines)
            merger.add(Sample.parser.parse(batch))
        }
        if piece == nil { merger.setLive(false, input) }
    }

    /// What a checkpoint holds is all that is left.
    private mutating func restart(
        _ consumer: inout (pipeline: Pipeline, passed: [Int]), _ cut: ([UInt8]) -> [ArraySlice<UInt8>]
    ) throws {
        var writer = StateWriter()
        consumer.pipeline.encode(into: &writer)
        var reader = StateReader(writer.bytes)
        consumer.pipeline = Self.newPipeline(configuration)
        try consumer.pipeline.restore(from: &reader)
        expect(reader.isAtEnd, "not all of the state is read")
        passed = consumer.passed
        var fresh = Merger(civilClock: try CivilClock(zone: "UTC"))
        for index in logs.indices {
            let input = InputID(rawValue: UInt32(index))
            fresh.restore(merger.appliedClock(of: input), of: input)
        }
        merger = fresh
        open(cut)
    }
}
