/// What libFuzzer calls. The target is named by BLOCKWATCH_FUZZ_TARGET; its seeds and its dictionary are written into
/// the directory BLOCKWATCH_FUZZ_SEEDS before libFuzzer looks there.
@_cdecl("LLVMFuzzerInitialize")
func initialize(_: UnsafeMutableRawPointer, _: UnsafeMutableRawPointer) -> Int32 {
    do {
        if let directory = SystemCalls.variable("BLOCKWATCH_FUZZ_SEEDS") { try target.writeSeeds(to: directory) }
    } catch {
        fatalError("\(error)")
    }
    return 0
}

@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    do {
        try target.run(FuzzInput(bytes))
    } catch {
        fatalError("an error that nobody expects: \(error)")
    }
    return 0
}
