import CVector
import Records

extension VectorWidth {
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
