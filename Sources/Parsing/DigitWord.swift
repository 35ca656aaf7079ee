/// Eight decimal digits in one word, the first one its lowest byte.
enum DigitWord {
    /// Their number; nil where not all are digits. Halves, quarters and the whole are put together by a multiplication
    /// each (W. Muła, "SIMD-ized faster parse of IPv4 addresses" and D. Lemire, "Quickly parsing eight digits", 2018).
    static func number(_ word: UInt64) -> UInt64? {
        let highs = word & 0xF0F0_F0F0_F0F0_F0F0
        let carries = (word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0
        guard highs == 0x3030_3030_3030_3030 && carries == 0x3030_3030_3030_3030 else { return nil }
        var value = word &- 0x3030_3030_3030_3030
        value = value &* 10 &+ (value >> 8)
        let even = (value & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
        let odd = ((value >> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
        return (even &+ odd) >> 32
    }
}
