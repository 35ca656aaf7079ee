import Records
import Scoring
import Testing

struct ModelFitTests {
    let required: [EventKind] = [.e(5), .e(9), .e(11), .e(22), .e(26)]

    @Test func tooManyUnknownLinesFromTheThousandthOn() {
        var fit = ModelFit()
        for index in 1...999 { fit.countLine(index % 4 == 0 ? .unknown : .e(5)) }
        #expect(fit.misfit(required: []) == nil)
        fit.countLine(.unknown)
        #expect(fit.misfit(required: []) == .unknownLines(unknown: 250, of: 1000))
        for _ in 0..<250 { fit.countLine(.e(5)) }
        #expect(fit.misfit(required: []) == nil, "a fifth is not more than a fifth")
    }

    @Test func aMissingEventFromTheHundredthLifeOn() {
        var fit = ModelFit()
        for _ in 0..<99 { fit.countJudgement(of: [.e(5), .e(22), .e(9), .e(11)], isFirst: true) }
        fit.countJudgement(of: [.e(5)], isFirst: false)
        #expect(fit.misfit(required: required) == nil)
        fit.countJudgement(of: [.e(5), .e(22)], isFirst: true)
        #expect(fit.misfit(required: required) == .missingEvents([.e(26)], lives: 100))
        fit.countJudgement(of: [.e(26)], isFirst: true)
        #expect(fit.misfit(required: required) == nil)
    }

    @Test(arguments: [[EventKind.e(5), .e(9), .e(11)], [.e(22), .e(26), .e(23)]])
    func oneSideAloneFromTheTwentiethLifeOn(_ events: [EventKind]) {
        var fit = ModelFit()
        for _ in 0..<19 { fit.countJudgement(of: EventSet(events), isFirst: true) }
        #expect(fit.misfit(required: required) == nil)
        fit.countJudgement(of: EventSet(events), isFirst: true)
        #expect(fit.misfit(required: required) != nil)
    }

    @Test func writesThatWereCutOffAreNoPartialView() {
        var fit = ModelFit()
        for _ in 0..<99 { fit.countJudgement(of: [.e(22), .e(5)], isFirst: true) }
        #expect(fit.misfit(required: required) == nil)
    }

    @Test func survivesACheckpoint() throws {
        var fit = ModelFit()
        fit.countLine(.unknown)
        fit.countJudgement(of: [.e(5), .unknown], isFirst: true)
        var writer = StateWriter()
        fit.encode(into: &writer)
        var reader = StateReader(writer.bytes)
        #expect(try ModelFit(from: &reader) == fit)
        #expect(reader.isAtEnd)
    }
}
