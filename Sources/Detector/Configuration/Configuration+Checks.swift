import Tailing

extension Configuration.Input {
    /// The logs that it leads to at present, each behind its rotated files.
    package var presentFiles: [String] {
        let logs = Set(files.flatMap(LogFollower.files)).filter {
            LogFollower.isLog($0) && LogFollower.exclusion(of: $0, exclude) == nil
        }
        .sorted()
        return logs.reduce(into: []) { all, log in
            all += (RotatedFiles.of(log, excluding: exclude) + [log]).filter { !all.contains($0) }
        }
    }

    /// The paths and globs that nothing matches at present.
    package var missingFiles: [String] { files.filter { LogFollower.files(matching: $0).isEmpty } }
}
