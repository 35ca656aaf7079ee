extension Configuration {
    /// What a reload makes of it: the keys that can change while the daemon runs have the new values.
    /// - Returns: also the keys that have changed and need a restart.
    func afterReload(_ new: Configuration) -> (configuration: Configuration, needRestart: [String]) {
        var kept = self
        kept.model = new.model
        kept.alerts.threshold = new.alerts.threshold
        kept.blocks.idleAfter = new.blocks.idleAfter
        kept.state.checkpointEvery = new.state.checkpointEvery
        var needRestart: [String] = []
        if kept.input != new.input { needRestart.append("input") }
        if kept.blocks != new.blocks { needRestart.append("blocks (all but idle_after)") }
        if kept.alerts != new.alerts { needRestart.append("alerts (all but threshold)") }
        if kept.state != new.state { needRestart.append("state.directory") }
        if kept.metricsListen != new.metricsListen { needRestart.append("metrics.listen") }
        if kept.controlSocket != new.controlSocket { needRestart.append("control.socket") }
        return (kept, needRestart)
    }
}
