extension Double {
    /// As text with so many digits behind the point.
    func rounded(to digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let whole = Int64((magnitude * scale).rounded())
        if digits == 0 { return "\(self < 0 ? "-" : "")\(whole)" }
        let fraction = "\(whole % Int64(scale))"
        let padding = String(repeating: "0", count: digits - fraction.count)
        return "\(self < 0 ? "-" : "")\(whole / Int64(scale)).\(padding)\(fraction)"
    }
}
