/// What stands before a line's message.
package enum Layout: Sendable, Hashable {
    /// `YYMMDD HHMMSS THREAD LEVEL COMPONENT: MESSAGE`, the HDFS_v1 data set's.
    case hdfsV1
    /// `YYYY-MM-DD HH:MM:SS,mmm LEVEL COMPONENT: MESSAGE`, log4j's ISO8601, today's Hadoop.
    case log4j
}
