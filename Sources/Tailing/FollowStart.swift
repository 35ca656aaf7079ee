/// How following begins.
package enum FollowStart: Sendable, Hashable {
    /// For the first time.
    case first
    /// Where it stopped.
    case resumed
    /// It began once, and nobody knows any more how far it came: everything that is there is read.
    case anew
}
