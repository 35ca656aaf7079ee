import Records

/// The latest ids that were raised: a log that repeats its lines to the last stamp, or a block that is evicted and back
/// within one second, would say the same alert again.
struct RecentIDs: Sendable, Hashable {
    private static let capacity = 4096
    private var ids: [String] = []
    /// Where the next one goes once there are enough.
    private var oldest = 0
    private var known: Set<String> = []

    init() {}

    /// - Returns: whether it was not among them.
    mutating func insert(_ id: String) -> Bool {
        guard known.insert(id).inserted else { return false }
        if ids.count < Self.capacity {
            ids.append(id)
        } else {
            known.remove(ids[oldest])
            ids[oldest] = id
            oldest = (oldest + 1) % Self.capacity
        }
        return true
    }

    func encode(into writer: inout StateWriter) {
        writer.write(each: inOrder) { $0.write($1) }
    }

    init(from reader: inout StateReader) throws {
        ids = try reader.readEach { try $0.readString() }
        known = Set(ids)
        guard ids.count <= Self.capacity, known.count == ids.count else { throw reader.damage("ids that stand twice") }
    }

    private var inOrder: [String] { Array(ids[oldest...] + ids[..<oldest]) }

    static func == (left: RecentIDs, right: RecentIDs) -> Bool { left.inOrder == right.inOrder }
    func hash(into hasher: inout Hasher) { hasher.combine(inOrder) }
}
