/// Everything that can be lost or passed over. The log, `status` and the metrics name it from here.
package enum Loss: String, Sendable, CaseIterable {
    case restsLost = "rests_lost"
    case readsFailed = "reads_failed"
    case linesOverlong = "lines_overlong"
    case bytesSkipped = "bytes_skipped"
    case linesLate = "lines_late"
    case linesOfPartialBlocks = "lines_of_partial_blocks"
    case blocksEvicted = "blocks_evicted"
    case linesBeyondMaxEvents = "lines_beyond_max_events"
    case verdictsWithheld = "verdicts_withheld"
    case evidenceDropped = "evidence_dropped"
    case alertsWithoutEvidence = "alerts_without_evidence"
    case journalEntriesDropped = "journal_entries_dropped"

    /// For programs: a metric's name without prefix and suffix.
    package var name: String { rawValue }

    /// For people, behind a number.
    package var words: String {
        switch self {
        case .restsLost: "rests of logs that had gone"
        case .readsFailed: "logs that could not be read, each time anew"
        case .linesOverlong: "lines longer than input.max_line_bytes"
        case .bytesSkipped: "NULs at the beginning of lines"
        case .linesLate: "lines that came late: judged, but out of order"
        case .linesOfPartialBlocks: "lines of blocks that are older than the logs or were forgotten"
        case .blocksEvicted: "blocks evicted at blocks.max_open"
        case .linesBeyondMaxEvents: "lines beyond blocks.max_events, judged without them"
        case .verdictsWithheld: "abnormal verdicts while the model did not fit"
        case .evidenceDropped: "lines of evidence dropped for want of room"
        case .alertsWithoutEvidence: "alerts without a known line"
        case .journalEntriesDropped: "entries that the journal did not take"
        }
    }
}
