import Records
import Tailing

/// What a start finds of the run before.
enum LastRun {
    case none
    /// - Parameter damage: of the newer checkpoint, in whose place this one was found.
    case checkpoint(Checkpoint, insteadOf: StateDamage?)
    /// Neither the newest checkpoint nor the former one is whole.
    case damaged(StateDamage)

    var checkpoint: Checkpoint? { if case .checkpoint(let checkpoint, _) = self { checkpoint } else { nil } }

    /// - Parameter state: as ``mend(_:)`` left it, before a checkpoint is written.
    func followStart(_ state: StateDirectory) -> FollowStart {
        switch self {
        case .none: .first
        case .checkpoint: .resumed("\(state.path)/\(Checkpoint.fileName)")
        case .damaged: .anew
        }
    }

    /// Gives the pipeline the state of the run before.
    /// - Throws: `FileError`.
    static func restore(_ pipeline: inout Pipeline, from directory: String) throws -> LastRun {
        let (newest, damage) = try read(Checkpoint.fileName, into: &pipeline, from: directory)
        if let newest { return .checkpoint(newest, insteadOf: nil) }
        let (former, formerDamage) = try read(Checkpoint.formerName, into: &pipeline, from: directory)
        if let former {
            return .checkpoint(former, insteadOf: damage ?? StateDamage(offset: 0, what: "there is no such file"))
        }
        return (damage ?? formerDamage).map(LastRun.damaged) ?? .none
    }

    /// Keeps a damaged checkpoint aside.
    /// - Returns: what is to be said of it; nil where nothing is damaged.
    /// - Throws: `FileError`.
    func mend(_ state: StateDirectory) throws -> String? {
        let file = "\(state.path)/\(Checkpoint.fileName)"
        switch self {
        case .none, .checkpoint(_, insteadOf: nil): return nil
        // As it is where the last run was killed between naming two checkpoints.
        case .checkpoint(_, insteadOf: let damage?):
            let fate = try state.keepAside(Checkpoint.fileName, for: Checkpoint.formerName)
            return "\(file): \(damage); \(fate); going on from the checkpoint before it"
        case .damaged(let damage):
            let fate = try state.keepAside(Checkpoint.fileName)
            return "\(file): \(damage); \(fate); the one before it is of no use either: the logs are read anew"
        }
    }

    /// Nil, and the pipeline as it was, where it is missing or damaged.
    private static func read(
        _ name: String, into pipeline: inout Pipeline, from directory: String
    ) throws -> (Checkpoint?, StateDamage?) {
        do {
            guard let checkpoint = try Checkpoint.read(from: directory, name) else { return (nil, nil) }
            var restored = pipeline
            var reader = StateReader(checkpoint.pipeline, version: checkpoint.version)
            try restored.restore(from: &reader)
            guard reader.isAtEnd else { throw reader.damage("more than a pipeline's state") }
            pipeline = restored
            return (checkpoint, nil)
        } catch let damage as StateDamage {
            return (nil, damage)
        }
    }
}
