import Detector
import Records

/// A ``Prospect`` for people.
struct ProspectText {
    private static let titleWidth = 80
    private(set) var text = ""

    init(_ prospect: Prospect, isAbnormal: Bool) {
        if !prospect.missing.isEmpty {
            text += "Expected next, for every normal block has them:\n"
            for event in prospect.missing { text += "      \(event.titled(to: Self.titleWidth))\n" }
        }
        if !prospect.next.isEmpty {
            text += "What would lower the score, and how far:\n"
            for one in prospect.next {
                text += "      \(one.score.hundredths)  \(one.event.titled(to: Self.titleWidth))\n"
            }
        } else if isAbnormal && prospect.missing.isEmpty {
            text += "Nothing that normal blocks have is missing: what came is what is abnormal.\n"
        }
    }
}
