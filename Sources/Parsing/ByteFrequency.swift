/// How likely bytes are in logs, roughly: what is searched for is found by its least likely byte.
enum ByteFrequency {
    /// The most likely first; what is not here is rare.
    private static let common = Array(" 0125.34:6789-/eatoindrsblkckpmfugDINFO$BSP_hvywxACEMRTXjqz".utf8)

    static func indexOfRarest(in bytes: [UInt8]) -> Int {
        bytes.indices.max { rareness(bytes[$0]) < rareness(bytes[$1]) } ?? 0
    }

    private static func rareness(_ byte: UInt8) -> Int { common.firstIndex(of: byte) ?? common.count }
}
