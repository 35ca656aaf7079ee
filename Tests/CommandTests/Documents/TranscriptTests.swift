import Testing

struct TranscriptTests {
    private func step(_ shown: String) throws -> Transcript.Step {
        let text = "text\n\n" + ("$ command\n" + shown).split(separator: "\n").map { "    \($0)\n" }.joined()
        let block = try #require(Document(path: "a.md", text: text).blocks.first)
        return try #require(Transcript(block)?.steps.first)
    }

    @Test(arguments: [
        ("a\nb", "a\nb\n", true), ("a\nb", "a\n", false), ("a", "a\nb\n", false), ("", "a\n", false), ("", "", true),
        ("a…c", "abc\n", true), ("a…c", "ac\n", true), ("a…c", "a\nc\n", false), ("a.c", "abc\n", false),
        ("a\n...", "a\n", true), ("a\n  ...\nd", "a\nb\nc\nd\n", true), ("a\n...\nd", "a\nb\n", false),
        ("a", "a  \n\n", true), (" a", "a\n", false), ("...", "\r50 %\r100 %\n", true),
        ("at 2026-11-26 09:57:32 CET", "at 2031-01-02 03:04:05 CET\n", true),
        ("at 2026-11-26 09:57:32 CET", "at 2031-01-02 03:04 CET\n", false),
        ("at 2024-03-01 09:02:34", "at 2024-03-01 09:02:35\n", false), ("score 0.99", "score 0.98\n", false),
    ]) func whatIsShownStandsFor(_ shown: String, _ printed: String, _ isSo: Bool) throws {
        #expect(try step(shown).matches(printed) == isSo)
    }

    @Test func linesThatGoOnBelongToTheCommand() throws {
        let text = "    # a \\\n      b\n    c\n    # d\n\ntext\n\n```\n$ e\nf\n```\n\n    g\n"
        let blocks = Document(path: "a.md", text: text).blocks
        let transcripts = blocks.map(Transcript.init)
        #expect(
            transcripts.map { $0?.isRoots } == [true, false, nil]
                && transcripts.map { $0?.isRun } == [true, false, nil])
        #expect(transcripts.map { $0?.steps.map(\.typed.text) } == [["a   b", "d"], ["e"], nil])
        #expect(transcripts.map { $0?.steps.map(\.typed.line) } == [[1, 4], [9], nil])
        #expect(transcripts[0]?.steps.map(\.shown) == [["c"], [""]])
    }
}
