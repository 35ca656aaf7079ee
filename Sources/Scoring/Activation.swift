/// exp, the logistic function and tanh from additions, multiplications and divisions alone, which IEEE 754 rounds the
/// same way everywhere: a score must be the same to the last bit on every machine, and the C library's are not.
package enum Activation {
    /// e^x for x clamped to [-87, 87], within 2 units in the last place.
    ///
    /// Cephes `expf` (https://www.netlib.org/cephes): x = n·ln 2 + r, a polynomial for e^r, n added to the exponent.
    @inlinable
    package static func exp(_ x: Float) -> Float {
        let clamped = x < -87 ? -87 : (x > 87 ? 87 : x)
        // Adding 1.5·2^23 rounds to a whole number, which the sum's low bits then hold.
        let magic: Float = 12_582_912
        let shifted = clamped * 1.442_695_04 + magic
        let n = shifted - magic
        let r = clamped - n * 0.693_359_375 - n * -2.121_944_4e-4
        var p: Float = 1.987_569_15e-4
        p = p * r + 1.398_199_950_7e-3
        p = p * r + 8.333_451_907_3e-3
        p = p * r + 4.166_579_589_4e-2
        p = p * r + 1.666_666_545_9e-1
        p = p * r + 5.000_000_120_1e-1
        let y = p * (r * r) + r + 1
        return Float(bitPattern: y.bitPattern &+ ((shifted.bitPattern &- magic.bitPattern) &<< 23))
    }

    /// 1 / (1 + e^-x), from 0 to 1.
    @inlinable
    package static func sigmoid(_ x: Float) -> Float { 1 / (1 + exp(-x)) }

    /// From -1 to 1; as 1 - 2 / (e^2x + 1).
    @inlinable
    package static func tanh(_ x: Float) -> Float { 1 - 2 / (exp(2 * x) + 1) }
}
