import Platform

extension Shell {
  /// Ends the shell and everything that it started: SIGHUP, so that bash saves its history, and
  /// after the grace period SIGKILL to whatever is left. Afterwards no process is.
  package func close(grace: Duration = .seconds(1)) async {
    endNews()
    if let process {
      hangUp(process.pid)
      if await process.wait(timeout: grace) == nil { endProcesses(of: process.pid, hangUp: false) }
      let status = await process.wait()
      // Whichever of this and the loop's own notice comes first does the work.
      processEnded(process, status)
    }
    endProcesses(of: nil, hangUp: false)
    activity = .stopped
    endListeners()
    record?.close()
    cast?.close()
    checkWaiters()
  }

  private func hangUp(_ session: Int32) {
    for entry in ProcessTable.members(ofSession: session) {
      Signal.hangUp.send(to: entry.pid)
      Signal.continueAgain.send(to: entry.pid)
    }
  }

  /// Ends what is left of the shell: the members of its session, and whatever carries its mark.
  func endProcesses(of session: Int32?, hangUp: Bool) {
    if let session {
      for entry in ProcessTable.members(ofSession: session) {
        (hangUp ? Signal.hangUp : Signal.kill).send(to: entry.pid)
        if hangUp { Signal.continueAgain.send(to: entry.pid) }
      }
    }
    if !hangUp { ProcessTable.kill(environment: "\(ShellSettings.mark)=\(identity)") }
  }
}
