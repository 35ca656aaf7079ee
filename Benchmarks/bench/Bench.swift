import Records

/// Measures parts of the program that the shipped binary cannot show one by one. Each subcommand prints one line of
/// JSON; `Benchmarks/bench.py` asks for them.
@main
struct Bench {
    static let usage = "bench stages LOG MODEL | group LOG MODEL | score CSV MODEL | open BLOCKS CSV MODEL\n"

    static func main() {
        do {
            let figures = try measure(Array(CommandLine.arguments.dropFirst()))
            SystemCalls.write(figures.json + "\n", to: 1)
        } catch {
            SystemCalls.write("bench: \(error)\n", to: 2)
            SystemCalls.exit(with: 65)
        }
    }

    private static func measure(_ arguments: [String]) throws -> Figures {
        switch (arguments.first, arguments.count) {
        case ("stages", 3): return try StagePasses(log: arguments[1], model: arguments[2]).all()
        case ("group", 3): return try StagePasses(log: arguments[1], model: arguments[2]).grouping()
        case ("score", 3): return try ScoreSpeed(sequences: arguments[1], model: arguments[2]).all()
        case ("open", 4):
            if let count = Int(arguments[1]), count > 0 {
                var blocks = try OpenBlocks(count: count, sequences: arguments[2], model: arguments[3])
                return try blocks.all()
            }
        default: break
        }
        throw Usage()
    }
}

struct Usage: Error, CustomStringConvertible {
    var description: String { "usage: " + Bench.usage }
}

/// What was measured, in the order in which it is printed; units stand in the names.
struct Figures {
    private var fields: [String] = []

    mutating func add(_ name: String, _ value: Double) { fields.append("\"\(name)\":\(value)") }
    mutating func add(_ name: String, _ value: Int) { fields.append("\"\(name)\":\(value)") }
    mutating func add(_ name: String, _ value: Bool) { fields.append("\"\(name)\":\(value)") }

    var json: String { "{" + fields.joined(separator: ",") + "}" }
}
