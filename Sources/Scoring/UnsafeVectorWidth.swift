import CVector

/// Which of the processor's registers the kernels use. The results are the same to the last bit with each.
package enum VectorWidth: Int, Sendable, CaseIterable {
    case baseline
    case bits256
    case bits512

    package static let widest = VectorWidth(rawValue: Int(vector_widest().rawValue)) ?? .baseline

    /// Those that this processor has.
    package static var available: [VectorWidth] { allCases.filter { $0.rawValue <= widest.rawValue } }

    var rawWidth: vector_width { vector_width(rawValue: UInt32(rawValue)) }

    /// c += a·b, with sums from left to right. `c` has as many rows as `a` and as many columns as `b`.
    package func addProduct(_ a: Matrix, _ b: Matrix, to c: inout [Float]) {
        precondition(a.columns == b.rows && c.count == a.rows * b.columns)
        unsafe a.values.withUnsafeBufferPointer { left in
            unsafe b.values.withUnsafeBufferPointer { right in
                unsafe c.withUnsafeMutableBufferPointer { sum in
                    unsafe addProduct(
                        rows: a.rows, inner: a.columns, columns: b.columns, left.baseAddress!, a.columns, 1,
                        right.baseAddress!, b.columns, sum.baseAddress!, b.columns)
                }
            }
        }
    }

    /// c[i][j] += Σ a[i][p]·b[p][j]; a[i][p] stands at `a[i * aRow + p * aColumn]`, rows of `b` and `c` lie `bRow` and
    /// `cRow` apart.
    package func addProduct(
        rows: Int, inner: Int, columns: Int, _ a: UnsafePointer<Float>, _ aRow: Int, _ aColumn: Int,
        _ b: UnsafePointer<Float>, _ bRow: Int, _ c: UnsafeMutablePointer<Float>, _ cRow: Int
    ) {
        unsafe vector_add_product(rawWidth, rows, columns, inner, a, aRow, aColumn, b, bRow, c, cRow)
    }
}
