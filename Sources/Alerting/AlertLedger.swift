import Records

/// Which blocks fire, so that nothing is said twice: an alert is a change of what was said before.
package struct AlertLedger: Sendable, Hashable {
    package enum Change: Sendable, Hashable {
        case fires(id: String)
        /// `former` is the id of the alert that it takes back.
        case resolves(id: String, former: String)
    }

    /// The id of the alert that stands, by block.
    private var firing: [BlockKey: String] = [:]
    private var recent = RecentIDs()

    package init() {}

    package var firingCount: Int { firing.count }

    package func isFiring(_ block: BlockKey) -> Bool { firing[block] != nil }

    /// Takes in a verdict.
    /// - Returns: what it changes; nil where it says what was said before, be it of a former life that was the same.
    package mutating func note(_ verdict: Verdict) -> Change? {
        let block = verdict.block
        switch (firing[block.key], verdict.isAbnormal) {
        case (nil, true):
            let id = AlertID.of(block, .firing)
            firing[block.key] = id
            return recent.insert(id) ? .fires(id: id) : nil
        case (let former?, false):
            firing[block.key] = nil
            let id = AlertID.of(block, .resolved)
            return recent.insert(id) ? .resolves(id: id, former: former) : nil
        case (nil, false), (_?, true):
            return nil
        }
    }

    /// The block's life is over; what was said of it stands.
    package mutating func end(_ block: BlockKey) { firing[block] = nil }

    package func encode(into writer: inout StateWriter) {
        writer.write(each: firing.sorted { $0.key < $1.key }) { writer, entry in
            writer.write(entry.key.number)
            writer.write(entry.value)
        }
        recent.encode(into: &writer)
    }

    package init(from reader: inout StateReader) throws {
        let entries = try reader.readEach { (BlockKey(number: try $0.read()), try $0.readString()) }
        for (block, id) in entries where firing.updateValue(id, forKey: block) != nil {
            throw reader.damage("\(block) fires twice")
        }
        recent = try RecentIDs(from: &reader)
    }
}
