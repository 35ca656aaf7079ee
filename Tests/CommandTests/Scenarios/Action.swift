import Records

/// One thing that can happen to a daemon, its logs and its alerts file.
enum Action: String, CaseIterable {
    case write, writePart
    case rotate, rotateThrice, rotateWhileHeld, pack, copyAndTruncate, truncate, delete, deny
    case kill, killAtStart, terminate, pause, reload, reloadOften, breakConfiguration, damageCheckpoint
    case reopenAlerts, moveAlerts, packAlerts, deleteAlerts, blockAlerts, forbidAlerts

    /// How often it is drawn, beside the others.
    private var weight: Int {
        switch self {
        case .write: 60
        case .writePart: 12
        case .rotate: 6
        case .kill: 20
        case .breakConfiguration, .reloadOften, .pause: 2
        default: 4
        }
    }

    /// Whether it ends the daemon or keeps it from running.
    var endsTheDaemon: Bool {
        switch self {
        case .kill, .killAtStart, .terminate, .pause, .damageCheckpoint: true
        default: false
        }
    }

    static func draw(_ random: inout RandomSource) -> Action {
        var draw = random.index(below: allCases.reduce(0) { $0 + $1.weight })
        for action in allCases {
            if draw < action.weight { return action }
            draw -= action.weight
        }
        return .write
    }
}
