import Records

/// Which slot an open block has: a hash table of slots alone, open addressing with linear probing; the keys stand in
/// the blocks themselves. 8 to 16 bytes a block.
///
/// The hash is a folded multiplication (wyhash's, https://github.com/wangyi-fudan/wyhash): keys often come in steps, which
/// one that is not folded would leave in heaps. Its secret is drawn anew in each process, so that no log can be written
/// to meet it.
struct SlotIndex: Sendable {
    /// A slot's number + 1; 0 is free. Their number is a power of two, at least twice that of the slots.
    private var places: [UInt32]
    private var shift: UInt64
    private let secret: (UInt64, UInt64)
    private(set) var count = 0

    /// - Parameter random: what the secret is drawn from.
    init(_ random: some RandomNumberGenerator = SystemRandomNumberGenerator()) {
        var random = random
        secret = (random.next(), random.next() | 1)
        places = [UInt32](repeating: 0, count: 16)
        shift = 60
    }

    private func home(of key: BlockKey) -> Int {
        let (high, low) = (UInt64(bitPattern: key.number) ^ secret.0).multipliedFullWidth(by: secret.1)
        // The high bits of a product depend on all bits of what is multiplied.
        return Int(truncatingIfNeeded: ((high ^ low) &* 0x9E37_79B9_7F4A_7C15) >> shift)
    }

    /// - Parameter blocks: what the slots are the indexes of.
    func slot(of key: BlockKey, in blocks: [OpenBlock]) -> Slot? {
        var place = home(of: key)
        while places[place] != 0 {
            let slot = Slot(rawValue: places[place] - 1)
            if blocks[slot.index].key.number == key.number { return slot }
            place = (place + 1) & (places.count - 1)
        }
        return nil
    }

    /// What stands where the block would stand first.
    func firstGuess(of key: BlockKey) -> Slot? {
        let number = places[home(of: key)]
        return number == 0 ? nil : Slot(rawValue: number - 1)
    }

    /// How many places beyond their own all blocks stand.
    func displacement(in blocks: [OpenBlock]) -> Int {
        places.indices.filter { places[$0] != 0 }.reduce(0) { sum, place in
            sum + ((place - home(of: blocks[Int(places[place] - 1)].key)) & (places.count - 1))
        }
    }

    /// Enters a block that is not there.
    mutating func insert(_ slot: Slot, in blocks: [OpenBlock]) {
        count += 1
        if count * 2 > places.count { grow(blocks) }
        enter(slot, blocks)
    }

    private mutating func enter(_ slot: Slot, _ blocks: [OpenBlock]) {
        var place = home(of: blocks[slot.index].key)
        while places[place] != 0 { place = (place + 1) & (places.count - 1) }
        places[place] = slot.rawValue + 1
    }

    private mutating func grow(_ blocks: [OpenBlock]) {
        let old = places
        places = [UInt32](repeating: 0, count: old.count * 2)
        shift -= 1
        for place in old where place != 0 { enter(Slot(rawValue: place - 1), blocks) }
    }

    /// Takes a block out that is there; those behind it that would not be found any more move up.
    mutating func remove(_ slot: Slot, in blocks: [OpenBlock]) {
        count -= 1
        let mask = places.count - 1
        var hole = home(of: blocks[slot.index].key)
        while places[hole] != slot.rawValue + 1 { hole = (hole + 1) & mask }
        var place = hole
        while true {
            place = (place + 1) & mask
            guard places[place] != 0 else { break }
            let wanted = home(of: blocks[Int(places[place] - 1)].key)
            if (place - wanted) & mask >= (place - hole) & mask {
                places[hole] = places[place]
                hole = place
            }
        }
        places[hole] = 0
    }
}
