/// Numbers row by row.
package struct Matrix: Sendable {
    package var values: [Float]
    package var columns: Int

    package init(_ values: [Float], columns: Int) {
        self.values = values
        self.columns = columns
    }

    package var rows: Int { columns == 0 ? 0 : values.count / columns }

    package var transposed: Matrix {
        var result = Matrix([Float](repeating: 0, count: values.count), columns: rows)
        for row in 0..<rows {
            for column in 0..<columns { result.values[column * rows + row] = values[row * columns + column] }
        }
        return result
    }
}
