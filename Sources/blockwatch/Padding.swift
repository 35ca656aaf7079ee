extension String {
    /// With blanks up to a width.
    func padded(to width: Int, atStart isAtStart: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - count))
        return isAtStart ? space + self : self + space
    }
}
