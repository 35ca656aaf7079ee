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
        precondition(gradient.count == first.count && start + values.count <= first.count)
        let (beta1, beta2, epsilon): (Float, Float, Float) = (0.9, 0.999, 1e-8)
        let (meanScale, varianceScale) = (1 / (1 - decay.0), 1 / (1 - decay.1))
        let count = values.count
        unsafe values.withUnsafeMutableBufferPointer { values in
            unsafe first.withUnsafeMutableBufferPointer { first in
                unsafe second.withUnsafeMutableBufferPointer { second in
                    unsafe gradient.withUnsafeBufferPointer { gradient in
                        let values = unsafe values.baseAddress!
                        let (first, second) = unsafe (first.baseAddress! + start, second.baseAddress! + start)
                        let gradient = unsafe gradient.baseAddress! + start
                        for index in 0..<count {
                            let slope = unsafe gradient[index]
                            let mean = unsafe beta1 * first[index] + (1 - beta1) * slope
                            let variance = unsafe beta2 * second[index] + (1 - beta2) * slope * slope
                            unsafe first[index] = mean
                            unsafe second[index] = variance
                            unsafe values[index] -=
                                rate * (mean * meanScale) / ((variance * varianceScale).squareRoot() + epsilon)
                        }
                    }
                }
            }
        }
    }
}
