import CVector

/// Which of the processor's registers the kernels use. The results are the same with each, to the last bit.
package enum VectorWidth: Int, Sendable, CaseIterable {
    case baseline
    case bits256
    case bits512

    package static let widest = VectorWidth(rawValue: Int(vector_widest().rawValue)) ?? .baseline

    /// Those that this processor has.
    package static var available: [VectorWidth] { allCases.filter { $0.rawValue <= widest.rawValue } }

    /// As the C kernels name it.
    package var rawWidth: vector_width { vector_width(rawValue: UInt32(rawValue)) }
}
