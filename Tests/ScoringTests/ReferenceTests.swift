import Foundation
import Records
import Scoring
import TestSupport
import Testing

extension ReferenceCase {
    var kinds: [EventKind] { events.compactMap { EventKind(name: $0) } }
}

/// Against what PyTorch made of the same weights: fixtures/reference/record.py.
struct ReferenceTests {
    @Test(arguments: ReferenceCase.architectures) func scoresAreWhatPyTorchRecorded(_ name: String) throws {
        let model = try ModelFile.read(path: Places.fixture("reference/\(name).safetensors"))
        let cases = try ReferenceCase.read(name)
        #expect(cases.count == 24)
        for one in cases { #expect(abs(Double(model.score(one.kinds)) - one.score) < 1e-6, "\(one.id)") }
    }

    @Test(arguments: ReferenceCase.architectures, VectorWidth.available)
    func eachKernelAgreesWithThePlainLoopToTheLastBit(_ name: String, _ width: VectorWidth) throws {
        let model = try ModelFile.read(path: Places.fixture("reference/\(name).safetensors"))
        for one in try ReferenceCase.read(name) {
            var table = PrefixTable()
            var scorer = PrefixScorer(model: model, width: width)
            let score = scorer.score(of: table.intern(one.kinds), in: table)
            #expect(score == PlainNetwork.score(one.kinds, model.weights), "\(one.id)")
        }
    }

    /// Side by side, some of them twice, some a beginning of others.
    @Test(arguments: ReferenceCase.architectures, VectorWidth.available)
    func manyAtOnceScoreAsEachAlone(_ name: String, _ width: VectorWidth) throws {
        let model = try ModelFile.read(path: Places.fixture("reference/\(name).safetensors"))
        let events = try ReferenceCase.read(name).map(\.kinds)
        let all = events + events.map { Array($0.prefix($0.count / 2)) } + [[]] + events.reversed()
        var table = PrefixTable()
        var scorer = PrefixScorer(model: model, width: width)
        let scores = scorer.scores(of: all.map { table.intern($0) }, in: table)
        #expect(scores == all.map { $0.isEmpty ? 0 : PlainNetwork.score($0, model.weights) })
        #expect(scores == scorer.scores(of: all.map { table.intern($0) }, in: table))
    }

    @Test func theShippedModelAgreesWithThePlainLoop() throws {
        let shipped = try ModelFile.read(path: Places.root.appending(path: "etc/blockwatch.safetensors").path)
        for one in try ReferenceCase.read("gru") {
            #expect(shipped.score(one.kinds) == PlainNetwork.score(one.kinds, shipped.weights), "\(one.id)")
        }
    }

    @Test(arguments: [
        "embedding; gru 0; classifier", "embedding; rnn 1; classifier", "last x; embedding; gru 1; classifier", "",
    ])
    func otherArchitecturesAreRefused(_ text: String) { #expect(ModelShape(architecture: text) == nil) }
}
