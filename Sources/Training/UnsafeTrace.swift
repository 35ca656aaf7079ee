/// What a recurrent layer computed on its way through a batch, for the way back; by row, a row being a step of a
/// sequence.
@safe final class Trace {
    /// Activations, and W_hh·h + b_hh: [rows, gates].
    let gates: UnsafeMutablePointer<Float>
    let sums: UnsafeMutablePointer<Float>
    /// States before and after, an LSTM's memories before and after, and the tanh of the later one: [rows, units].
    let before: UnsafeMutablePointer<Float>
    let after: UnsafeMutablePointer<Float>
    let memoryBefore: UnsafeMutablePointer<Float>
    let memoryAfter: UnsafeMutablePointer<Float>
    let memoryTanh: UnsafeMutablePointer<Float>
    private let all: UnsafeMutablePointer<Float>

    init(rows: Int, gates size: Int, units: Int) {
        unsafe all = .allocate(capacity: rows * (2 * size + 5 * units))
        unsafe gates = all
        unsafe sums = gates + rows * size
        unsafe before = sums + rows * size
        unsafe after = before + rows * units
        unsafe memoryBefore = after + rows * units
        unsafe memoryAfter = memoryBefore + rows * units
        unsafe memoryTanh = memoryAfter + rows * units
    }

    deinit { unsafe all.deallocate() }
}
