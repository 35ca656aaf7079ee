/// How likely bytes are in logs, roughly: what is searched for is found by its least likely byte.
enum ByteFrequency {
    /// The most likely first; what is not here is rare.
    private static let common = Array(" 0125.34:6789-/eatoindrsblkckpmfugDINFO$BSP_hvywxACEMRTXjqz".utf8)

    /// Where the two least likely of the bytes stand, the left one first; the same place twice where there is one byte.
    static func indicesOfRarest(in bytes: [UInt8]) -> (Int, Int) {
        let order = bytes.indices.sorted { rareness(bytes[$0]) > rareness(bytes[$1]) }
        let second = order.count > 1 ? order[1] : order[0]
        return (min(order[0], second), max(order[0], second))
    }

    private static func rareness(_ byte: UInt8) -> Int { common.firstIndex(of: byte) ?? common.count }
}
