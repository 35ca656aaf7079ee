import Records

/// How many rows are normal, abnormal, or of no known class.
package struct ClassCounts: Sendable, Hashable, Encodable {
    package var normal = 0
    package var abnormal = 0
    package var unlabelled = 0

    package init(normal: Int = 0, abnormal: Int = 0, unlabelled: Int = 0) {
        (self.normal, self.abnormal, self.unlabelled) = (normal, abnormal, unlabelled)
    }

    package var labelled: Int { normal + abnormal }
    package var total: Int { labelled + unlabelled }

    package mutating func count(_ isAbnormal: Bool?) {
        switch isAbnormal {
        case false?: normal += 1
        case true?: abnormal += 1
        case nil: unlabelled += 1
        }
    }

    package static func + (left: ClassCounts, right: ClassCounts) -> ClassCounts {
        ClassCounts(
            normal: left.normal + right.normal, abnormal: left.abnormal + right.abnormal,
            unlabelled: left.unlabelled + right.unlabelled)
    }
}
