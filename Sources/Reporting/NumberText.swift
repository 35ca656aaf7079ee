import Glibc

extension Double {
    /// The number for a person: rounded, thousands grouped (`93,334`), with a true minus; `n/a` where it is no number.
    package func text(decimals: Int) -> String {
        guard !isNaN else { return "n/a" }
        let sign = self < 0 ? "−" : ""
        guard isFinite else { return sign + "∞" }
        let decimals = Swift.min(Swift.max(decimals, 0), 15)
        let power = pow(10, Double(decimals))
        let scaled = (magnitude * power).rounded()
        guard scaled < 1e18 else { return scientific(digits: 2) }
        let (whole, part) = UInt64(scaled).quotientAndRemainder(dividingBy: UInt64(power))
        let fraction = String(part)
        return (scaled == 0 ? "" : sign) + whole.grouped
            + (decimals == 0 ? "" : "." + String(repeating: "0", count: decimals - fraction.count) + fraction)
    }

    /// As `1.5e7`; for numbers whose zeros nobody wants to count.
    /// - Parameter digits: behind the mantissa's point.
    func scientific(digits: Int) -> String {
        guard isFinite, self != 0 else { return text(decimals: 0) }
        var exponent = floor(log10(magnitude))
        var mantissa = self / pow(10, exponent)
        if mantissa.magnitude.text(decimals: digits).hasPrefix("10") {
            exponent += 1
            mantissa = mantissa / 10
        }
        return mantissa.text(decimals: digits) + "e" + (exponent < 0 ? "−" : "") + String(Int(exponent.magnitude))
    }

    /// A coordinate or length for SVG, to a tenth of a pixel.
    var svg: String {
        let tenths = Int((self * 10).rounded())
        let (whole, part) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
        return (tenths < 0 ? "-" : "") + String(whole) + (part == 0 ? "" : "." + String(part))
    }
}

extension BinaryInteger {
    /// With its thousands grouped: `93,334`.
    package var grouped: String {
        let digits = Array(String(magnitude))
        let groups = stride(from: digits.count, to: 0, by: -3).map { String(digits[Swift.max(0, $0 - 3)..<$0]) }
        return (self < 0 ? "−" : "") + groups.reversed().joined(separator: ",")
    }
}
