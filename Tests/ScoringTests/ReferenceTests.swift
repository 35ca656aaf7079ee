import Foundation
import Records
import Scoring
import TestSupport
import Testing

/// Against what PyTorch made of the same weights: fixtures/reference/record.py.
struct ReferenceTests {
    let model = try! ModelFile.read(path: Places.fixture("reference/model.safetensors"))

    @Test func scoresAreWhatPyTorchRecorded() throws {
        let cases = try ReferenceCase.read()
        #expect(cases.count == 24)
        for one in cases { #expect(abs(Double(model.score(one.events)) - one.score) < 1e-6, "\(one.id)") }
    }

    @Test func theKernelAgreesWithThePlainLoopToTheLastBit() throws {
        let shipped = try ModelFile.read(path: Places.root.appending(path: "etc/blockwatch.safetensors").path)
        for one in try ReferenceCase.read() {
            #expect(model.score(one.events) == PlainGRU.score(one.events, model.weights), "\(one.id)")
            #expect(shipped.score(one.events) == PlainGRU.score(one.events, shipped.weights), "\(one.id)")
        }
    }
}

struct ReferenceCase {
    var id: String
    var events: [EventKind]
    var score: Double

    static func read() throws -> [ReferenceCase] {
        try String(contentsOfFile: Places.fixture("reference/cases.csv"), encoding: .utf8).split(separator: "\n")
            .dropFirst().map { line in
                let parts = line.split(separator: "\"")
                let rest = (parts.count == 3 ? parts[2].dropFirst() : line[...]).split(separator: ",")
                let sequence = parts.count == 3 ? parts[1] : line.split(separator: ",")[1]
                let names = sequence.dropFirst().dropLast().split(separator: ",")
                return ReferenceCase(
                    id: String(line.prefix { $0 != "," }), events: names.compactMap { EventKind(name: $0) },
                    score: Double(rest.last ?? "") ?? .nan)
            }
    }
}
