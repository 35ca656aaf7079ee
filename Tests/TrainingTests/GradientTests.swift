import Records
import Scoring
import TestSupport
import Testing
import Training

/// Against the gradients that PyTorch recorded: fixtures/reference/record.py.
struct GradientTests {
    static func lessons(_ name: String) throws -> [Lesson] {
        try ReferenceCase.read(name).map { one in
            Lesson(
                events: one.events.compactMap { EventKind(name: $0) }, isAbnormal: one.isAbnormal, weight: one.weight)
        }
    }

    static func model(_ name: String) throws -> Model {
        try ModelFile.read(path: Places.fixture("reference/\(name).safetensors"))
    }

    @Test(arguments: ReferenceCase.architectures) func everyParameterHasPyTorchsGradient(_ name: String) throws {
        let model = try Self.model(name)
        let recorded = try Self.model(name + ".gradient")
        var gradient = Gradient(model.weights)
        // Together, and one alone: what is in a batch must not depend on its neighbours.
        let lessons = try Self.lessons(name)
        gradient.add(Array(lessons[..<23]))
        gradient.add([lessons[23]])
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

    @Test(arguments: ReferenceCase.architectures) func scoresAreTheScorersOwn(_ name: String) throws {
        let model = try Self.model(name)
        var gradient = Gradient(model.weights)
        let lessons = try Self.lessons(name)
        #expect(gradient.score(lessons).map(Activation.sigmoid) == lessons.map { model.score($0.events) })
    }

    @Test(arguments: ReferenceCase.architectures) func thePaddingRowNeverMoves(_ name: String) throws {
        let model = try Self.model(name)
        var gradient = Gradient(model.weights)
        gradient.add(try Self.lessons(name))
        #expect(gradient.values[..<model.weights.shape.embedding].allSatisfy { $0 == 0 })
    }

    @Test func lessonsWithoutEventsAreNoObstacle() throws {
        let model = try Self.model("gru")
        var gradient = Gradient(model.weights)
        gradient.add([Lesson(events: [], isAbnormal: true)])
        #expect(gradient.loss > 0)
    }
}
