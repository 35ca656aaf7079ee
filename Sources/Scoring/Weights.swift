/// A model's parameters, all tensors one after the other as ``ModelShape/parameters`` lists them.
package struct Weights: Sendable, Hashable {
    package let shape: ModelShape
    package var values: [Float]
    package let ranges: Ranges

    /// `values` has ``ModelShape/parameterCount`` elements.
    package init(shape: ModelShape, values: [Float]) {
        precondition(values.count == shape.parameterCount, "as many values as the shape has parameters")
        self.shape = shape
        self.values = values
        ranges = Ranges(shape)
    }

    /// Where each tensor stands.
    package struct Ranges: Sendable, Hashable {
        package struct Layer: Sendable, Hashable {
            /// [gates, embedding or hidden]
            package var inputWeight: Range<Int>
            /// [gates, hidden]
            package var recurrentWeight: Range<Int>
            /// [gates]
            package var inputBias: Range<Int>
            /// [gates]
            package var recurrentBias: Range<Int>
        }

        /// [vocabulary, embedding]
        package let embedding: Range<Int>
        package let layers: [Layer]
        /// [dense, features]; empty where there is no dense layer.
        package let denseWeight: Range<Int>
        /// [dense]
        package let denseBias: Range<Int>
        /// [dense or features]
        package let classifierWeight: Range<Int>
        /// The index of the classifier's one bias.
        package let classifierBias: Int

        init(_ shape: ModelShape) {
            var rest = shape.parameters.map(\.range)[...]
            embedding = rest.removeFirst()
            layers = (0..<shape.layers).map { _ in
                Layer(
                    inputWeight: rest.removeFirst(), recurrentWeight: rest.removeFirst(),
                    inputBias: rest.removeFirst(), recurrentBias: rest.removeFirst())
            }
            denseWeight = shape.dense == 0 ? 0..<0 : rest.removeFirst()
            denseBias = shape.dense == 0 ? 0..<0 : rest.removeFirst()
            classifierWeight = rest.removeFirst()
            classifierBias = rest.removeFirst().lowerBound
        }
    }
}
