import Records

/// What is fuzzed: a piece of the program that hostile bytes reach, with what has to be true of it.
protocol FuzzTarget: SendableMetatype {
    /// Inputs to begin with.
    static func seeds() throws -> [[UInt8]]
    /// Texts that mutations put in.
    static var words: [String] { get }
    /// - Throws: never, if the program is right; see ``expect(_:_:)``.
    static func run(_ input: FuzzInput) throws
}

extension FuzzTarget {
    static var words: [String] { ["\0\0\0\0\0\0\0"] }

    static func writeSeeds(to directory: String) throws {
        for (index, seed) in try seeds().enumerated() {
            try WholeFile.replace("\(directory)/seed-\(index)", with: seed)
        }
        let lines = words.map { word in
            "\"" + word.utf8.map { "\\x" + Digest.hexadecimal([$0]) }.joined() + "\"\n"
        }
        try WholeFile.replace("\(directory).dictionary", with: Array(lines.joined().utf8))
    }
}

/// By the name that BLOCKWATCH_FUZZ_TARGET has.
let targets: [String: any FuzzTarget.Type] = [
    "lines": LineTarget.self, "templates": TemplateTarget.self, "configuration": ConfigurationTarget.self,
    "checkpoint": CheckpointTarget.self, "raised": RaisedLogTarget.self, "model": ModelTarget.self,
    "tables": TableTarget.self, "gzip": GzipTarget.self, "alerts": AlertTarget.self, "pages": PageTarget.self,
    "pipeline": PipelineTarget.self,
]

let target: any FuzzTarget.Type = {
    guard let name = SystemCalls.variable("BLOCKWATCH_FUZZ_TARGET"), let target = targets[name] else {
        fatalError("set BLOCKWATCH_FUZZ_TARGET to one of \(targets.keys.sorted().joined(separator: ", "))")
    }
    return target
}()

/// A finding, where the condition does not hold.
func expect(_ condition: @autoclosure () throws -> Bool, _ finding: @autoclosure () -> String) rethrows {
    if try !condition() { fatalError(finding()) }
}
