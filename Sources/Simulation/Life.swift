import Records

/// What happens to a simulated block, and when: a normal life as most blocks of a cluster live it, or one of the
/// faults that real clusters show.
struct Life {
    /// What is wrong with a block; how often each occurs among the abnormal ones follows the published data.
    enum Fault: String, CaseIterable {
        /// The writing client died: the block was allocated, DataNodes began to receive it, nothing more.
        case cutOff = "cut_off"
        /// A DataNode is told to delete a replica that it does not have.
        case unknownReplica = "unknown_replica"
        /// A fourth replica is made and stored, though three were there.
        case needlessCopy = "needless_copy"
        /// A replica is reported that belongs to no file, after the block's deletion.
        case straggler
        /// A replica is reported twice.
        case redundantReport = "redundant_report"
        /// The client sends an empty packet.
        case emptyPacket = "empty_packet"
        /// Receiving fails in the middle of the write.
        case brokenPipe = "broken_pipe"

        /// Of a hundred abnormal blocks.
        var share: Int {
            switch self {
            case .cutOff: 38
            case .unknownReplica: 28
            case .needlessCopy: 14
            case .straggler: 8
            case .redundantReport: 6
            case .emptyPacket: 3
            case .brokenPipe: 3
            }
        }
    }

    struct Moment {
        /// Milliseconds since the block's first line.
        var at: Int64
        var event: Int
    }

    private(set) var moments: [Moment] = []
    private var now: Int64 = 0

    init(_ fault: Fault?, _ random: inout RandomSource) {
        switch fault {
        case nil:
            write(&random)
            serve(&random)
            if random.chance(0.7) { delete([21, 21, 21], &random) }
        case .cutOff:
            let beginnings = [[5, 22], [22, 5, 5], [22, 5], [5, 5, 22], [5, 22, 5]]
            happen(beginnings[random.index(below: beginnings.count)], within: 1500, &random)
        case .unknownReplica:
            write(&random)
            let deletions = [[21, 21, 21, 20], [21, 21, 20, 21], [21, 20, 21, 21]]
            delete(deletions[random.index(below: deletions.count)], &random)
        case .needlessCopy:
            write(&random)
            wait(minutes: 1...30, &random)
            happen([25, 18, 5, 6, 16, 26, 26, 21], within: 20_000, &random)
            delete([21, 21, 21], &random)
        case .straggler:
            write(&random)
            delete([21, 21, 28, 26, 21], &random)
        case .redundantReport:
            write(&random)
            happen([27], within: 2000, &random)
            delete([21, 21, 21], &random)
        case .emptyPacket:
            happen([5, 5, 5, 22], within: 1500, &random)
            happen([13, 11, 9, 13, 11, 9, 13, 11, 9, 26, 26, 26], within: 40_000, &random)
            delete([21, 21, 21], &random)
        case .brokenPipe:
            happen([5, 5, 5, 22], within: 1500, &random)
            happen([11, 10, 7, 14, 7, 8, 11], within: 40_000, &random)
        }
    }

    private mutating func write(_ random: inout RandomSource) {
        let beginnings = [[5, 5, 5, 22], [5, 22, 5, 5], [5, 5, 22, 5], [22, 5, 5, 5]]
        happen(beginnings[random.index(below: beginnings.count)], within: 1500, &random)
        let ends = [
            [11, 9, 11, 9, 11, 9, 26, 26, 26], [26, 26, 26, 11, 9, 11, 9, 11, 9], [11, 9, 11, 9, 26, 26, 11, 9, 26],
        ]
        let end = moments[0].event == 22 ? random.index(below: 2) : random.chance(0.2) ? 2 : 0
        now += 3000 + Int64(random.index(below: 50_000))
        happen(ends[end], within: 4000, &random)
    }

    /// Verifications and, of some blocks, reads; each other replica's reader gives up in the end.
    private mutating func serve(_ random: inout RandomSource) {
        if random.chance(0.15) {
            wait(minutes: 5...200, &random)
            happen([2], within: 10, &random)
        }
        if random.chance(0.12) {
            wait(minutes: 5...120, &random)
            for _ in 0...random.index(below: 4) { happen([3, 4], within: 60_000, &random) }
        }
    }

    private mutating func delete(_ deletions: [Int], _ random: inout RandomSource) {
        wait(minutes: 20...240, &random)
        happen([23, 23, 23], within: 20, &random)
        now += 2000
        happen(deletions, within: 60_000, &random)
    }

    private mutating func wait(minutes: ClosedRange<Int>, _ random: inout RandomSource) {
        now +=
            Int64(minutes.lowerBound + random.index(below: minutes.count)) * 60_000 + Int64(random.index(below: 60_000))
    }

    /// The events in order, spread over so many milliseconds.
    private mutating func happen(_ events: [Int], within span: Int64, _ random: inout RandomSource) {
        for event in events {
            moments.append(Moment(at: now, event: event))
            now += Int64(random.index(below: Int(span) / events.count + 1))
        }
    }
}
