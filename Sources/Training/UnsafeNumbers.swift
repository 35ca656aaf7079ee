/// Numbers at one place in memory for as long as somebody holds them, zeros at first.
@safe final class Numbers {
    let start: UnsafeMutablePointer<Float>
    let count: Int

    init(_ count: Int) {
        self.count = count
        unsafe start = .allocate(capacity: count)
        unsafe start.initialize(repeating: 0, count: count)
    }

    deinit { unsafe start.deallocate() }
}
