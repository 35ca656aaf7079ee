import Records

/// A cluster's log that never was, with faults whose blocks are known: for trying things out and for tests. The same
/// arguments give the same bytes.
package struct Simulation {
    package enum Layout: String, Sendable, CaseIterable {
        /// `YYMMDD HHMMSS THREAD LEVEL COMPONENT: MESSAGE`
        case hdfsV1 = "hdfs-v1"
        /// `YYYY-MM-DD HH:MM:SS,mmm LEVEL COMPONENT: MESSAGE`
        case log4j
    }

    package struct Label: Sendable, Hashable {
        package var block: BlockKey
        package var isAbnormal: Bool
        /// What is wrong with it; `none` for a normal block.
        package var fault: String
    }

    private struct Line {
        var at: Int64
        var thread: Int
        var level: String
        var component: String
        var text: String
    }

    /// The first line's stamp, where nobody wants another.
    package static let defaultStart = Stamp(year: 2024, month: 3, day: 1, hour: 8, minute: 0, second: 0)

    private let blocks: Int
    private let abnormalFraction: Double
    private let layout: Layout
    private let start: Int64
    /// Milliseconds from the start at which a DataNode dies; nil where none does.
    private let deathAt: Int64?
    private static let mortal = "192.168.10.25"
    /// A write that began so long before the death is still under way.
    private static let writeSpan: Int64 = 20_000
    /// Until the NameNode misses a DataNode, it has blocks written to it (dfs.namenode.heartbeat.recheck-interval).
    private static let missedAfter: Int64 = 630_000
    /// Mean milliseconds between two blocks' beginnings.
    private let spacing: Int
    private var random: RandomSource
    private var begun = 0
    private var nextBeginning: Int64 = 0
    private var names: Set<BlockKey> = []
    /// Lines to come, by the second in which they are logged.
    private var waiting: [Int64: [Line]] = [:]
    private var second: Int64 = 0
    /// The lines of the present second, the last one first.
    private var ready: [Line] = []
    /// Of the blocks begun so far.
    package private(set) var labels: [Label] = []

    /// - Parameters:
    ///   - abnormalFraction: from 0 to 1.
    ///   - start: the first line's stamp.
    ///   - deathAfter: the time from the start after which the DataNode 192.168.10.25 dies: writes through it break, for
    ///     ten and a half minutes new ones too; then none goes to it any more.
    package init(
        blocks: Int, abnormalFraction: Double, seed: UInt64, layout: Layout = .hdfsV1,
        start: Stamp = defaultStart, deathAfter: Duration? = nil
    ) {
        self.blocks = blocks
        self.abnormalFraction = abnormalFraction
        self.layout = layout
        self.start = start.milliseconds
        deathAt = deathAfter?.milliseconds
        // At least two hours; at most the published cluster's 15,000 blocks an hour.
        spacing = max(240, 7_200_000 / max(blocks, 1))
        random = RandomSource(seed: seed)
    }

    /// The next line without its line ending, in the order of time; nil at the end.
    package mutating func nextLine() -> String? {
        while ready.isEmpty {
            if begun == blocks && waiting.isEmpty { return nil }
            while begun < blocks && nextBeginning < (second + 1) * 1000 { begin() }
            ready = (waiting.removeValue(forKey: second) ?? []).enumerated()
                .sorted { ($0.element.at, $0.offset) > ($1.element.at, $1.offset) }.map(\.element)
            second += 1
        }
        return ready.popLast().map(text)
    }

    private mutating func begin() {
        let drawn = random.chance(abnormalFraction) ? drawFault() : nil
        let name = newName()
        let sinceDeath = deathAt.map { nextBeginning - $0 } ?? -.max
        let avoided = sinceDeath > Self.missedAfter ? Self.mortal : nil
        let wording = Wording(name, number: begun, avoiding: avoided, &random)
        let isBroken = sinceDeath > -Self.writeSpan && wording.pipeline.contains(Self.mortal)
        let fault = isBroken ? .brokenPipe : drawn
        labels.append(Label(block: name, isAbnormal: fault != nil, fault: fault?.rawValue ?? "none"))
        var happened = [Int](repeating: 0, count: 31)
        for moment in Life(fault, &random).moments {
            let message = wording.message(moment.event, replica: happened[moment.event])
            happened[moment.event] += 1
            let at = nextBeginning + moment.at
            waiting[at / 1000, default: []].append(
                Line(
                    at: at, thread: 10 + random.index(below: 3000), level: message.level, component: message.component,
                    text: message.text))
        }
        begun += 1
        nextBeginning += Int64(random.index(below: 2 * spacing))
    }

    private mutating func drawFault() -> Life.Fault {
        var draw = random.index(below: Life.Fault.allCases.reduce(0) { $0 + $1.share })
        for fault in Life.Fault.allCases {
            if draw < fault.share { return fault }
            draw -= fault.share
        }
        return .cutOff
    }

    private mutating func newName() -> BlockKey {
        while true {
            let name = BlockKey(number: Int64(bitPattern: random.next()))
            if names.insert(name).inserted { return name }
        }
    }

    private func text(_ line: Line) -> String {
        let stamp = Stamp(milliseconds: start + line.at).rfc3339.utf8.map { Character(Unicode.Scalar($0)) }
        let date = String(stamp[0..<10])
        let time = String(stamp[11..<19])
        switch layout {
        case .hdfsV1:
            let digits = (date.dropFirst(2) + " " + time).filter { $0 != "-" && $0 != ":" }
            return "\(digits) \(line.thread) \(line.level) \(line.component): \(line.text)"
        case .log4j:
            let milliseconds = "\((start + line.at) % 1000)"
            let padding = String(repeating: "0", count: 3 - milliseconds.count)
            return "\(date) \(time),\(padding)\(milliseconds) \(line.level) \(line.component): \(line.text)"
        }
    }
}
