/// Adam (Kingma and Ba 2015, https://arxiv.org/abs/1412.6980), with the paper's β1, β2 and ε.
struct Adam {
    private var first: [Float]
    private var second: [Float]
    private var decay: (Float, Float) = (1, 1)

    init(count: Int) {
        first = [Float](repeating: 0, count: count)
        second = first
    }

    /// Once for each gradient, before its ``step(_:gradient:from:rate:)``.
    mutating func begin() {
        decay.0 *= 0.9
        decay.1 *= 0.999
    }

    /// Moves the parameters that begin at `start` among all.
    /// - Parameter gradient: of all parameters.
    mutating func step(_ values: inout [Float], gradient: [Float], from start: Int, rate: Float) {
        let (beta1, beta2, epsilon): (Float, Float, Float) = (0.9, 0.999, 1e-8)
        for (index, offset) in zip(values.indices, start...) {
            first[offset] = beta1 * first[offset] + (1 - beta1) * gradient[offset]
            second[offset] = beta2 * second[offset] + (1 - beta2) * gradient[offset] * gradient[offset]
            let mean = first[offset] / (1 - decay.0)
            let variance = second[offset] / (1 - decay.1)
            values[index] -= rate * mean / (variance.squareRoot() + epsilon)
        }
    }
}
