/// How a step's gradient is kept small (Pascanu et al. 2013, https://arxiv.org/abs/1211.5063).
package enum Clipping: Sendable, Hashable {
    case none
    /// Each element is cut to ± this.
    case value(Float)
    /// All elements are scaled by one factor, so that their Euclidean norm is at most this.
    case norm(Float)

    package func clip(_ gradient: inout [Float]) {
        switch self {
        case .none: break
        case .value(let limit):
            for index in gradient.indices { gradient[index] = min(max(gradient[index], -limit), limit) }
        case .norm(let limit):
            let norm = gradient.reduce(into: Float(0)) { $0 += $1 * $1 }.squareRoot()
            guard norm > limit else { return }
            for index in gradient.indices { gradient[index] *= limit / norm }
        }
    }
}

extension Clipping: LosslessStringConvertible {
    /// `none`, `value:0.5`, `norm:1.0`.
    package var description: String {
        switch self {
        case .none: "none"
        case .value(let limit): "value:\(limit)"
        case .norm(let limit): "norm:\(limit)"
        }
    }

    package init?(_ description: String) {
        let words = description.split(separator: ":", omittingEmptySubsequences: false)
        let limit = words.count == 2 ? Float(words[1]).flatMap { $0 > 0 && $0.isFinite ? $0 : nil } : nil
        switch (words[0], limit) {
        case ("none", nil) where words.count == 1: self = .none
        case ("value", let limit?): self = .value(limit)
        case ("norm", let limit?): self = .norm(limit)
        default: return nil
        }
    }
}
