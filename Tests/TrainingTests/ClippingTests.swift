import Records
import Scoring
import TestSupport
import Testing
import Training

struct ClippingTests {
    /// Against what PyTorch's clip_grad_value_ and clip_grad_norm_ made of the recorded gradient.
    @Test(arguments: [("value", Clipping.value(0.5)), ("norm", .norm(1))])
    func clipsAsPyTorchDoes(_ name: String, _ clipping: Clipping) throws {
        let recorded = try GradientTests.model("gru.gradient").weights
        let path = Places.fixture("reference/gru.clipped-\(name).safetensors")
        let theirs = try Safetensors(try WholeFile.read(path), place: path)
        var values = recorded.values
        clipping.clip(&values)
        #expect(values != recorded.values)
        for parameter in recorded.shape.parameters {
            let recorded = try #require(theirs.tensors[parameter.name]).values
            for (one, other) in zip(values[parameter.range], recorded) {
                #expect(abs(one - other) < 1e-5, "\(parameter.name)")
            }
        }
    }

    @Test func whatIsSmallStays() {
        for clipping in [Clipping.none, .value(3), .norm(6)] {
            var values: [Float] = [1, -2, 3, -3]
            clipping.clip(&values)
            #expect(values == [1, -2, 3, -3])
        }
    }

    @Test(arguments: [Clipping.none, .value(0.5), .norm(1)]) func readsWhatItWrites(_ clipping: Clipping) {
        #expect(Clipping("\(clipping)") == clipping)
    }

    @Test(arguments: [
        "", "norm", "norm:", "norm:0", "norm:-1", "norm:inf", "norm:nan", "value:x", "none:1", "norm:1:2",
    ])
    func anythingElseIsNone(_ text: String) {
        #expect(Clipping(text) == nil)
    }
}
