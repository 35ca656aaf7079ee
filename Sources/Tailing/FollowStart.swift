/// How following begins.
package enum FollowStart: Sendable, Hashable {
    /// For the first time.
    case first
    /// Where it stopped; the path is of the checkpoint, which was written last when it still ran.
    case resumed(String)
    /// It began once, and nobody knows any more how far it came: everything that is there is read.
    case anew
}
