import Records
import Scoring
import TestSupport
import Testing
import Training

struct BatchNormalizationTests {
    struct Recorded {
        var weights: Weights
        var normalization: BatchNormalization
        var file: Safetensors

        init() throws {
            weights = try GradientTests.model("lstm2").weights
            let path = Places.fixture("reference/lstm2.normalized.safetensors")
            file = try Safetensors(try WholeFile.read(path), place: path)
            normalization = BatchNormalization(units: weights.shape.hidden)
            normalization.parameters = tensor("scale") + tensor("shift")
        }

        func tensor(_ name: String) -> [Float] { file.tensors[name]?.values ?? [] }
    }

    /// Against what PyTorch recorded: fixtures/reference/record.py.
    @Test func everyParameterHasPyTorchsGradient() throws {
        let recorded = try Recorded()
        var gradient = Gradient(recorded.weights, nil, recorded.normalization)
        gradient.add(try GradientTests.lessons("lstm2"))
        #expect(abs(gradient.loss - (Double(recorded.file.metadata["loss"] ?? "") ?? .nan)) < 1e-4)
        let count = recorded.weights.shape.parameterCount
        let units = recorded.weights.shape.hidden
        let ours =
            recorded.weights.shape.parameters.map { ($0.name, gradient.values[$0.range]) } + [
                ("scale.gradient", gradient.values[count..<count + units]),
                ("shift.gradient", gradient.values[(count + units)...]),
            ]
        for (name, values) in ours {
            let theirs = recorded.tensor(name)
            #expect(values.count == theirs.count && theirs.contains { $0 != 0 }, "\(name)")
            let scale = theirs.reduce(1) { max($0, abs($1)) }
            let largest = zip(values, theirs).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
            #expect(largest < 2e-5 * scale, "\(name): \(largest) of \(scale)")
        }
    }

    /// Rows that are the same are one lesson with copies, and all is as if they were not.
    @Test func copiesCountAsRowsOfTheirOwn() throws {
        let recorded = try Recorded()
        let some = Array(try GradientTests.lessons("lstm2").prefix(5))
        var apart = Gradient(recorded.weights, nil, recorded.normalization)
        let after = apart.add(some + [some[0], some[0]])
        var together = Gradient(recorded.weights, nil, recorded.normalization)
        var merged = some
        merged[0].weight *= 3
        merged[0].copies = 3
        let mergedAfter = together.add(merged)
        #expect(apart.copies == 7 && together.copies == 7)
        for (one, other) in zip(apart.values, together.values) { #expect(abs(one - other) < 1e-4 * max(1, abs(one))) }
        for (one, other) in zip(after?.meanSoFar ?? [], mergedAfter?.meanSoFar ?? []) {
            #expect(abs(one - other) < 1e-6)
        }
        for (one, other) in zip(after?.varianceSoFar ?? [], mergedAfter?.varianceSoFar ?? []) {
            #expect(abs(one - other) < 1e-6)
        }
    }

    /// A network with the gathered means folded in scores as one that normalizes by them.
    @Test(arguments: ["lstm2", "gru"]) func folds(_ name: String) throws {
        let weights = try GradientTests.model(name).weights
        let units = weights.shape.hidden
        var normalization = BatchNormalization(units: units)
        normalization.parameters = (0..<2 * units).map { Float($0 % 5) * 0.3 - 0.4 }
        let states = Matrix((0..<4 * units).map { Float($0 * 7 % 11) * 0.1 }, columns: units)
        for _ in 0..<3000 { _ = normalization.forward(states, copies: [1, 2, 1, 1]) }
        // After so many batches, all the same, what was gathered is the batch's own.
        let normalized = normalization.forward(states, copies: [1, 2, 1, 1])
        let folded = normalization.folded(into: weights)
        for row in 0..<4 {
            let before = Array(normalized.values[row * units..<(row + 1) * units])
            let after = Array(states.values[row * units..<(row + 1) * units])
            let (one, other) = (logit(before, weights), logit(after, folded))
            #expect(abs(one - other) < 2e-3 * max(1, abs(one)), "\(one) \(other)")
        }
    }

    private func logit(_ state: [Float], _ weights: Weights) -> Float {
        let network = Network(weights)
        var states = [Float](repeating: 0, count: network.stateSize)
        for (unit, value) in state.enumerated() { states[network.lastState + unit] = value }
        return network.logit(states, from: 0, counts: [Int](repeating: 1, count: EventKind.vocabularySize))
    }
}
