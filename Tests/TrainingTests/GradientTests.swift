import Foundation
import Records
import Scoring
import TestSupport
import Testing
import Training

/// Against the gradient that PyTorch recorded: fixtures/reference/record.py.
struct GradientTests {
    static func lessons() throws -> [Lesson] {
        try String(contentsOfFile: Places.fixture("reference/cases.csv"), encoding: .utf8).split(separator: "\n")
            .dropFirst().map { line in
                let open = try #require(line.firstIndex(of: "["))
                let close = try #require(line.firstIndex(of: "]"))
                let events = line[line.index(after: open)..<close].split(separator: ",").compactMap {
                    EventKind(name: $0)
                }
                let rest = line[close...].split(separator: ",")
                return Lesson(
                    events: events, isAbnormal: rest[1] == "abnormal", weight: try #require(Float(rest[2])))
            }
    }

    @Test func everyParameterHasPyTorchsGradient() throws {
        let model = try ModelFile.read(path: Places.fixture("reference/model.safetensors"))
        let recorded = try ModelFile.read(path: Places.fixture("reference/gradient.safetensors"))
        var gradient = Gradient(model.weights)
        for lesson in try Self.lessons() { gradient.add(lesson) }
        gradient.finish()
        #expect(abs(gradient.loss - (Double(recorded.notes["loss"] ?? "") ?? .nan)) < 1e-4)
        for parameter in model.weights.shape.parameters {
            let ours = gradient.values[parameter.range]
            let theirs = recorded.weights.values[parameter.range]
            let scale = theirs.reduce(0) { max($0, abs($1)) }
            #expect(scale > 0, "\(parameter.name)")
            let largest = zip(ours, theirs).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
            #expect(largest < 2e-5 * max(scale, 1), "\(parameter.name): \(largest) of \(scale)")
        }
    }

    @Test func thePaddingRowNeverMoves() throws {
        let model = try ModelFile.read(path: Places.fixture("reference/model.safetensors"))
        var gradient = Gradient(model.weights)
        for lesson in try Self.lessons() { gradient.add(lesson) }
        gradient.finish()
        #expect(gradient.values[..<model.weights.shape.embedding].allSatisfy { $0 == 0 })
    }
}
