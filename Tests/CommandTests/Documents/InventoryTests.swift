import Testing

struct InventoryTests {
    @Test(arguments: [
        ("`blockwatch replay --model FILE LOG...`", nil), ("`blockwatch replya LOG`", "no subcommand replya"),
        ("`blockwatch\nreplay --modle FILE`", "replay has no option --modle"),
        ("`sudo .build/release/blockwatch status --jsn`", "status has no option --jsn"),
        ("`score [--model FILE] (--seq CSV \\| --out CSV)`", "score has no option --seq"),
        ("`status --json`", nil), ("`status --jsn`", "status has no option --jsn"), ("`--jsn`", "the option --jsn"),
        ("    $ A=b blockwatch replay \\\n      --modle a\n", "replay has no option --modle"),
        ("    cd a && blockwatch replay x | head   # blockwatch nothing\n", nil),
        ("```\nblockwatch nothing\n```", "no subcommand nothing"), ("    a\n    $ b\n", "is a prompt"),
        ("    a\n\n    # b\n", "is a prompt"), ("```\na\n# b\n```", nil),
        ("    make demo FUZZ_SECONDS=1  # make nothing\n", nil), ("`make demmo`", "no target demmo"),
        ("see docs/OPERATING.md, /etc/none and scripts/*.sh.", nil), ("see docs/NONE.md.", "no docs/NONE.md"),
        ("docs/OPERATING.md, \"Installing\", \"None\"", "no section \"None\""),
        ("[a](docs/OPERATING.md#asking-why) [b](https://example.org/none) [c](#title)", nil),
        ("[a](docs/OPERATING.md#none)", "no section #none"), ("[a](none.md)", "no none.md"),
        ("`input.files`, `model.*`, `alerts.jsonl`", nil), ("`input.filse: []`", "no key input.filse"),
        ("`Detector/Pipeline.swift`, `Grouping/BlockTable`, `Pipeline.swift`", nil),
        ("`Detector/Piepline`", "no source file Detector/Piepline"),
    ]) func aFaultIsFound(_ text: String, _ fault: String?) throws {
        let documents = try Document.all()
        let document = Document(path: "a.md", text: "# Title\n\n" + text)
        let faults = try Inventory(documents + [document]).faults(of: document)
        #expect(faults.count == (fault == nil ? 0 : 1), "\(faults)")
        if let fault { #expect(faults.first?.contains(fault) == true && faults.first?.hasPrefix("a.md:") == true) }
    }
}
