import Records
import Testing

@testable import Parsing

struct LineAnatomyTests {
    private let parser: LineParser
    private let head = "081109 203518 143 INFO dfs.DataNode$DataXceiver: "

    init() throws { parser = LineParser(matcher: try publishedMatcher()) }

    private func anatomy(_ line: String) -> LineAnatomy { LineAnatomy(Array(line.utf8), parser) }

    @Test func whatWasVariableStandsAtTheHoles() {
        let line = anatomy(head + "Receiving block blk_-16 src: /10.0.0.1:5 dest: /10.0.0.1:50010")
        #expect(line.parsed.kind == .e(5) && line.blocks == [BlockKey(number: -16)])
        #expect(line.header == Array(head.utf8) && line.template?.text == "<*>Receiving block<*>src:<*>dest:<*>")
        let variables = line.variables.map { String(decoding: $0, as: UTF8.self) }
        #expect(variables == ["", " blk_-16 ", " /10.0.0.1:5 ", " /10.0.0.1:50010"])
        #expect(line.nearest == nil)
    }

    /// Put together again, literals and variables are the message.
    @Test func nothingOfAMessageIsLost() throws {
        for (index, text) in PublishedTemplates.texts.enumerated() {
            let message = text.replacing("<*>", with: "= blk_7x ")
            let line = anatomy(head + message)
            let template = try #require(line.template, "E\(index + 1)")
            var whole: [UInt8] = []
            for (place, variable) in line.variables.enumerated() {
                whole += variable + (place < template.literals.count ? template.literals[place] : [])
            }
            #expect(whole == Array(message.utf8), "E\(index + 1)")
        }
    }

    @Test func ofALineThatMatchesNoneTheNearestTemplateIsNamed() {
        let line = anatomy(head + "Receiving block blk_-16 src: /10.0.0.1:5")
        #expect(line.parsed.kind == .unknown && line.template == nil && line.variables.isEmpty)
        #expect(line.nearest?.template.kind == .e(5) && line.nearest?.missing == Array("dest:".utf8))
    }

    @Test func coloursAreNoPartOfIt() {
        let line = anatomy("\u{1B}[32m" + head + "Verification succeeded for blk_1\u{1B}[0m")
        #expect(line.parsed.kind == .e(2) && line.header == Array(head.utf8))
        #expect(line.message == Array("Verification succeeded for blk_1".utf8))
    }

    @Test func aLineWithoutAHeaderIsAllMessage() {
        let line = anatomy("\tat java.lang.Thread.run(Thread.java:1) blk_1")
        #expect(line.parsed.layout == nil && line.header.isEmpty && line.template == nil && line.nearest == nil)
        #expect(anatomy("").message.isEmpty)
    }

    @Test func anchorsHold() throws {
        let template = try Template(kind: .e(1), text: "a<*>b")
        #expect(template.fit(to: Array("axbb".utf8)).variables == [Array("xb".utf8)])
        #expect(template.fit(to: Array("xab".utf8)).missing == Array("a".utf8))
        #expect(template.fit(to: Array("abx".utf8)).missing == Array("b".utf8))
        let whole = try Template(kind: .e(1), text: "ab")
        #expect(whole.fit(to: Array("ab".utf8)).missing == nil && whole.fit(to: Array("abab".utf8)).missing != nil)
    }
}
