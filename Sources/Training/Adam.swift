/// Adam (Kingma and Ba 2015, https://arxiv.org/abs/1412.6980), with the paper's β1, β2 and ε.
struct Adam {
    private var first: [Float]
    private var second: [Float]
    private var decay: (Float, Float) = (1, 1)

    init(count: Int) {
        first = [Float](repeating: 0, count: count)
        second = first
    }

    mutating func step(_ values: inout [Float], gradient: [Float], rate: Float) {
        let (beta1, beta2, epsilon): (Float, Float, Float) = (0.9, 0.999, 1e-8)
        decay.0 *= beta1
        decay.1 *= beta2
        for index in values.indices {
            first[index] = beta1 * first[index] + (1 - beta1) * gradient[index]
            second[index] = beta2 * second[index] + (1 - beta2) * gradient[index] * gradient[index]
            let mean = first[index] / (1 - decay.0)
            let variance = second[index] / (1 - decay.1)
            values[index] -= rate * mean / (variance.squareRoot() + epsilon)
        }
    }
}
