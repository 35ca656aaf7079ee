import Grouping
import Records
import Testing

@testable import Detector
@testable import Parsing

/// The merger against a slow one: inputs that come, bring lines, fall silent and come back at random.
struct MergerModelTests {
    private struct Slow {
        struct Input {
            var clock = InputClock()
            var waiting: [Stamp] = []
            var isLive = false
            var order = 0
            var head: Stamp?
        }
        var inputs: [Input]

        mutating func fill(_ input: Int) {
            guard inputs[input].head == nil, !inputs[input].waiting.isEmpty else { return }
            inputs[input].head = inputs[input].waiting.removeFirst()
            _ = inputs[input].clock.read(inputs[input].head ?? .distantPast)
        }

        mutating func drain(limit: Int) -> (taken: [Int], pause: Merger.Pause?) {
            var taken: [Int] = []
            while taken.count < limit {
                let active = inputs.indices.filter { inputs[$0].isLive || inputs[$0].head != nil }
                let first = active.min { left, right in
                    let (a, b) = (inputs[left], inputs[right])
                    return (a.clock.now ?? .distantPast, a.order) < (b.clock.now ?? .distantPast, b.order)
                }
                guard let first else { return (taken, .idle) }
                guard inputs[first].head != nil else { return (taken, .starved(InputID(rawValue: UInt32(first)))) }
                taken.append(first)
                inputs[first].head = nil
                fill(first)
            }
            return (taken, nil)
        }
    }

    @Test(arguments: 1...20) func agreesWithASlowOne(seed: UInt64) throws {
        var random = RandomSource(seed: seed)
        let count = 1 + random.index(below: 5)
        var merger = Merger(civilClock: try CivilClock(zone: "UTC"))
        var slow = Slow(inputs: [Slow.Input](repeating: Slow.Input(), count: count))
        for input in 0..<count {
            merger.setLive(true, InputID(rawValue: UInt32(input)))
            slow.inputs[input].isLive = true
        }
        for input in 0..<count {
            merger.setOrder(count - input, of: InputID(rawValue: UInt32(input)))
            slow.inputs[input].order = count - input
        }
        var now: [Int64] = [Int64](repeating: 1_700_000_000_000, count: count)
        for _ in 0..<2000 {
            let input = random.index(below: count)
            let id = InputID(rawValue: UInt32(input))
            switch random.index(below: 4) {
            case 0:
                let isLive = random.unit() < 0.6
                merger.setLive(isLive, id)
                slow.inputs[input].isLive = isLive
            case 1:
                var batch = EventBatch(
                    source: LineBatch(input: id, file: FileID(rawValue: 0), path: "", bytes: [], lines: []), parsed: [],
                    blocks: [])
                for _ in 0..<1 + random.index(below: 4) {
                    now[input] += Int64(random.index(below: 3)) * 1000
                    let stamp = Stamp(milliseconds: now[input])
                    batch.source.lines.append(LogLine(start: 0, end: 0, offset: 0, next: 0))
                    batch.parsed.append(
                        ParsedLine(civil: stamp, layout: nil, kind: .unknown, firstBlock: 0, blockCount: 0))
                    slow.inputs[input].waiting.append(stamp)
                }
                merger.add(batch)
                slow.fill(input)
            default:
                let limit = 1 + random.index(below: 6)
                var refusals = random.index(below: 3) == 0 ? random.index(below: 4) : Int.max
                var taken: [Int] = []
                let pause = merger.drain(limit: limit, into: &taken) { taken, batch, run in
                    let count = min(run.lines.count, refusals)
                    refusals -= count
                    taken += Array(repeating: Int(batch.source.input.rawValue), count: count)
                    return count
                }
                let expected = slow.drain(limit: pause == .full ? taken.count : limit)
                #expect(taken == expected.taken)
                if pause != .full { #expect(pause == expected.pause) }
            }
        }
    }
}
