import Foundation

/// A sequence with what PyTorch made of it: fixtures/reference/record.py.
package struct ReferenceCase {
    /// The architectures that were recorded.
    package static let architectures = ["gru", "gru2", "lstm", "lstm2"]

    package var id: String
    /// Names of events.
    package var events: [String]
    package var isAbnormal: Bool
    package var weight: Float
    package var score: Double

    /// The cases of one architecture.
    package static func read(_ architecture: String) throws -> [ReferenceCase] {
        try String(contentsOfFile: Places.fixture("reference/\(architecture).csv"), encoding: .utf8)
            .split(separator: "\n").dropFirst().map { line in
                let fields = line.replacing("\"", with: "").split(separator: ",")
                let events = line.split(whereSeparator: { "[]".contains($0) })[1].split(separator: ",")
                return ReferenceCase(
                    id: String(fields[0]), events: events.map(String.init),
                    isAbnormal: fields[fields.count - 3] == "abnormal", weight: Float(fields[fields.count - 2]) ?? .nan,
                    score: Double(fields[fields.count - 1]) ?? .nan)
            }
    }
}
