import Records
import Scoring
import Testing

struct VectorWidthTests {
    /// Sizes on both sides of every register's and tile's.
    @Test(arguments: VectorWidth.available) func productsAreThePlainLoopsToTheLastBit(_ width: VectorWidth) {
        var random = RandomSource(seed: 1)
        func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in Float(random.unit() - 0.5) } }
        for (rows, inner, columns) in [(1, 1, 1), (3, 5, 7), (4, 18, 33), (7, 64, 192), (13, 3, 79), (6, 0, 16)] {
            let a = Matrix(numbers(rows * inner), columns: inner)
            let b = Matrix(numbers(inner * columns), columns: columns)
            let start = numbers(rows * columns)
            guard inner > 0 else { continue }
            var plain = start
            for i in 0..<rows {
                for p in 0..<inner {
                    for j in 0..<columns {
                        plain[i * columns + j] += a.values[i * inner + p] * b.values[p * columns + j]
                    }
                }
            }
            var fast = start
            width.addProduct(a, b, to: &fast)
            #expect(fast == plain, "\(rows) x \(inner) x \(columns)")
        }
    }
}
