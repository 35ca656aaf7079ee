/// A model's parameters, all tensors one after the other as ``ModelShape/parameters`` lists them.
package struct Weights: Sendable, Hashable {
    package let shape: ModelShape
    package var values: [Float]

    /// `values` has ``ModelShape/parameterCount`` elements.
    package init(shape: ModelShape, values: [Float]) {
        precondition(values.count == shape.parameterCount, "as many values as the shape has parameters")
        self.shape = shape
        self.values = values
    }

    private func range(_ index: Int) -> Range<Int> { shape.parameters[index].range }

    /// [vocabulary, embedding]
    package var embedding: Range<Int> { range(0) }
    /// [3·hidden, embedding]
    package var inputWeight: Range<Int> { range(1) }
    /// [3·hidden, hidden]
    package var recurrentWeight: Range<Int> { range(2) }
    /// [3·hidden]
    package var inputBias: Range<Int> { range(3) }
    /// [3·hidden]
    package var recurrentBias: Range<Int> { range(4) }
    /// [dense, hidden + vocabulary]
    package var denseWeight: Range<Int> { range(5) }
    /// [dense]
    package var denseBias: Range<Int> { range(6) }
    /// [dense]
    package var classifierWeight: Range<Int> { range(7) }
    /// The index of the classifier's one bias.
    package var classifierBias: Int { range(8).lowerBound }
}
