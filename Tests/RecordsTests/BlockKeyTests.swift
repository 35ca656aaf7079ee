import Records
import Testing

@Suite struct BlockKeyTests {
    @Test(arguments: ["blk_1", "blk_-1608999687919862906", "blk_-9223372036854775808"])
    func namesAreReadAsTheyAreWritten(name: String) {
        #expect(BlockKey(name)?.description == name)
    }

    @Test(arguments: ["", "blk_", "blk_x", "1", "BLK_1", "blk_+1", "blk_9223372036854775808", "blk_1_1001"])
    func otherTextsAreNoNames(text: String) {
        #expect(BlockKey(text) == nil)
    }
}
