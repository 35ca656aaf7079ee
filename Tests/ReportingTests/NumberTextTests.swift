import Testing

@testable import Reporting

struct NumberTextTests {
    @Test(arguments: [
        (0.0, 2, "0.00"), (1234.5, 0, "1,235"), (-0.004, 2, "0.00"), (-0.006, 2, "−0.01"), (99.996, 2, "100.00"),
        (1234567.891, 1, "1,234,567.9"), (.nan, 2, "n/a"), (.infinity, 2, "∞"), (-.infinity, 2, "−∞"),
        (1e300, 2, "1.00e300"), (0.05, 2, "0.05"), (-12345, 0, "−12,345"),
    ])
    func isForPeople(_ value: Double, _ decimals: Int, _ text: String) {
        #expect(value.text(decimals: decimals) == text)
    }

    @Test(arguments: [
        (15_000_000.0, 1, "1.5e7"), (9.99e6, 1, "1.0e7"), (1e-7, 0, "1e−7"), (-2.5e-9, 1, "−2.5e−9"), (0, 1, "0"),
    ])
    func countsZerosItself(_ value: Double, _ digits: Int, _ text: String) {
        #expect(value.scientific(digits: digits) == text)
    }

    @Test func groupsThousands() {
        #expect(93334.grouped == "93,334")
        #expect(100.grouped == "100")
        #expect(Int.min.grouped == "−9,223,372,036,854,775,808")
    }

    @Test func coordinatesHaveTenths() {
        #expect([1.25, -0.04, 3, -2.36, 0.1].map(\.svg) == ["1.3", "0", "3", "-2.4", "0.1"])
    }
}
