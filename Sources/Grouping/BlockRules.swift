import Records

/// When a block is judged and when it is forgotten: `blocks.*` of the configuration.
package struct BlockRules: Sendable, Hashable {
    /// A silence that cuts a block's life.
    package var quietAfter: Duration
    /// The silence that cuts a life that holds nothing but its beginning; some writers keep a block open for long.
    package var unfinishedAfter: Duration
    /// A silence that ends a life.
    package var forgetAfter: Duration
    /// Above it the longest-quiet blocks are judged and dropped.
    package var maxOpen: Int
    /// A longer sequence is judged by its first events; at most 65,535.
    package var maxEvents: Int

    /// Open blocks hold that many events at most, beyond which they are evicted as well: 24 bytes for each, where no two
    /// lives are alike.
    var maxHeldEvents: Int { max(64 * maxOpen, 1 << 16) }

    package init(
        quietAfter: Duration = .seconds(600), unfinishedAfter: Duration = .seconds(3600),
        forgetAfter: Duration = .seconds(48 * 3600), maxOpen: Int = 1_000_000, maxEvents: Int = 1000
    ) {
        self.quietAfter = quietAfter
        self.unfinishedAfter = unfinishedAfter
        self.forgetAfter = forgetAfter
        self.maxOpen = maxOpen
        self.maxEvents = maxEvents
    }
}
