import Foundation
import Scoring
import Testing

struct ActivationTests {
    @Test func agreesWithTheCLibrary() {
        for step in -8800...8800 {
            let x = Float(step) / 100
            let clamped = min(max(x, -87), 87)
            #expect(abs(Activation.exp(x) / Float(exp(Double(clamped))) - 1) < 3e-7, "exp(\(x))")
            #expect(abs(Activation.tanh(x) - Float(tanh(Double(x)))) < 3e-7, "tanh(\(x))")
            #expect(abs(Activation.sigmoid(x) - Float(1 / (1 + exp(-Double(x))))) < 1e-7, "sigmoid(\(x))")
        }
    }

    @Test func staysWithinItsRangeFarOut() {
        for x in [Float(1e30), -1e30, .infinity, -.infinity] {
            #expect((-1...1).contains(Activation.tanh(x)))
            #expect((0...1).contains(Activation.sigmoid(x)))
        }
    }
}
