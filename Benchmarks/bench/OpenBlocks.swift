import Detector
import Grouping
import Parsing
import Records
import Scoring
import Tailing

/// What an open block costs: real sequences are lived by many blocks, a thousand at a time, through the whole pipeline,
/// until all of them are open.
struct OpenBlocks {
    private static let atOnce = 1000
    private static let linesASecond = 150
    private static let batchLines = 1000

    private let count: Int
    private let sequences: [[EventKind]]
    /// A line by event, behind its stamp: what stands before the block's number, and behind it.
    private let wording: [(before: [UInt8], after: [UInt8])]
    private let parser: LineParser
    private var pipeline: Pipeline
    private var clock: LogClock
    private var random = RandomSource(seed: 1)
    private var linesMade = 0
    private var stamp: [UInt8] = []
    private var batch: (bytes: [UInt8], lines: [LogLine]) = ([], [])
    /// Of taking lines: counting, clock, grouping, judging, evidence.
    private var seconds = 0.0
    private var linesTaken = 0
    private var alerts = 0
    private let bytesBefore: Int

    init(count: Int, sequences path: String, model: String) throws {
        let equipment = try Equipment(modelPath: model)
        self.count = count
        parser = equipment.parser
        sequences = try SequenceFile.read(path).map(\.events).filter { $0.first?.isBeginning == true }
        wording = Self.wording(equipment.model)
        clock = try LogClock()
        SystemCalls.giveBackMemory()
        bytesBefore = try SystemCalls.anonymousBytes()
        var configuration = Configuration()
        configuration.blocks.maxOpen = max(count, configuration.blocks.maxOpen)
        pipeline = Pipeline(configuration, judge: Judge(model: equipment.model, threshold: nil, force: false))
    }

    mutating func all() throws -> Figures {
        var figures = Figures()
        live()
        figures.add("lines", linesTaken)
        figures.add("open_blocks", pipeline.table.openCount)
        figures.add("nanoseconds_a_line", seconds / Double(linesTaken) * 1e9)
        figures.add("anonymous_bytes", try SystemCalls.anonymousBytes() - bytesBefore)
        (seconds, linesTaken) = (0, 0)
        touchAtRandom()
        figures.add("random_nanoseconds_a_line", seconds / Double(linesTaken) * 1e9)
        figures.add("prefixes", pipeline.table.prefixes.count)
        figures.add("unmatched", pipeline.counters.unmatched)
        figures.add("alerts", alerts)
        return figures
    }

    /// All lives, from first to last line; the next one begins where one ends.
    private mutating func live() {
        var living: [(block: Int, next: Int)] = (0..<min(Self.atOnce, count)).map { ($0, 0) }
        var begun = living.count
        while !living.isEmpty {
            let place = random.index(below: living.count)
            let (block, next) = living[place]
            let events = sequences[block % sequences.count]
            add(events[next], of: block)
            if next + 1 < events.count {
                living[place].next = next + 1
            } else if begun < count {
                living[place] = (begun, 0)
                begun += 1
            } else {
                living.swapAt(place, living.count - 1)
                living.removeLast()
            }
        }
        takeBatch()
    }

    /// Lines of blocks that are picked at random among all: nothing about them is in the processor's caches.
    private mutating func touchAtRandom() {
        for _ in 0..<500_000 { add(.e(3), of: random.index(below: count)) }
        takeBatch()
    }

    // MARK: lines

    /// The lines as the model's templates have them; the last gap is the block's.
    private static func wording(_ model: Model) -> [(before: [UInt8], after: [UInt8])] {
        var texts = [(before: [UInt8], after: [UInt8])](repeating: ([], []), count: EventKind.vocabularySize)
        for template in model.templates {
            let parts = template.text.split(separator: "<*>", omittingEmptySubsequences: false)
            let message = parts.dropLast().joined(separator: " 10.250.19.102:50010 ") + " blk_"
            texts[Int(template.kind.rawValue)] = (
                Array(" 143 INFO dfs.DataNode:\(message)".utf8), Array((" " + (parts.last ?? "")).utf8)
            )
        }
        return texts
    }

    /// `081109 203518`
    private static func stamp(second: Int) -> [UInt8] {
        let text = Array(Stamp(year: 2008, month: 11, day: 9, hour: 0, minute: 0, second: second).rfc3339.utf8)
        return [2..<4, 5..<7, 8..<10].flatMap { text[$0] } + [UInt8(ascii: " ")]
            + [11..<13, 14..<16, 17..<19].flatMap { text[$0] }
    }

    private mutating func add(_ kind: EventKind, of block: Int) {
        if linesMade % Self.linesASecond == 0 { stamp = Self.stamp(second: linesMade / Self.linesASecond) }
        let start = batch.bytes.count
        batch.bytes += stamp
        let text = wording[Int(kind.rawValue)]
        batch.bytes += text.before
        // Spread as real numbers are.
        let number = UInt64(block + 1) &* 0x9E37_79B9_7F4A_7C15
        batch.bytes += Array("\(Int64(bitPattern: number))".utf8) + text.after
        let end = batch.bytes.count
        batch.bytes.append(UInt8(ascii: "\n"))
        batch.lines.append(LogLine(start: start, end: end, offset: UInt64(start), next: UInt64(end) + 1))
        linesMade += 1
        if batch.lines.count == Self.batchLines { takeBatch() }
    }

    private mutating func takeBatch() {
        let lines = LineBatch(
            input: InputID(rawValue: 0), file: FileID(rawValue: 0), path: "log", bytes: batch.bytes, lines: batch.lines)
        batch.bytes.removeAll(keepingCapacity: true)
        batch.lines.removeAll(keepingCapacity: true)
        let parsed = parser.parse(lines)
        let start = SystemCalls.cpuSeconds()
        for (index, line) in parsed.parsed.enumerated() {
            let (stamp, now) = clock.read(line)
            while pipeline.take(parsed, MergedRun(lines: index..<index + 1, stamp: stamp, clock: now)) == 0 {
                alerts += pipeline.takeAlerts().count
            }
        }
        alerts += pipeline.takeAlerts().count
        seconds += SystemCalls.cpuSeconds() - start
        linesTaken += parsed.parsed.count
    }
}
