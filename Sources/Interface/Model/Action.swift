import Views

/// Something to be done at the edge.
package enum Action: Hashable, Sendable {
  /// Bring up a terminal, or tell one its size.
  case show(terminal: String, Size)
  /// Send bytes to the program in a terminal.
  case send(terminal: String, [UInt8])
  /// Prepare what a challenge begins with.
  case enter(challenge: Int)
  /// Run a step; the commands are those of the text, filled in and edited by the learner.
  case run(step: String, commands: [String])
  /// End what the step's run is doing.
  case interrupt(step: String)
  /// Do the step for the learner, whose files are kept aside before.
  case solve(step: String)
  /// Watch what the learner types for this step.
  case watch(step: String)
  /// Ask what should be true for one who has come as far as a step.
  case check(challenge: Int, asFarAs: String)
  /// Look whether a step was done by hand, or has brought about what it should.
  case look(step: String)
  /// Keep where the learner is and what was done.
  case keep
  /// End the terminal's shell and begin a new one.
  case restart(terminal: String)
  /// End the lab, forget what was done, and begin anew.
  case reset
  case copy(String)
  case load(WebRequest)
  case list(host: String, path: String)
  case read(host: String, path: String)
  case write(host: String, path: String, String)
  /// Tell what an orchestrator has to choose from for a deployment.
  case askOrchestrator(site: String)
  /// Show a file, such as an image, with a program of the learner's desktop.
  case open(String)
  /// Read a picture of the track, of which so much is needed as a terminal can show.
  case picture(String)
  case bell
  case redraw
  case suspend
  case quit
  case start(Timer, milliseconds: Int)
  case cancel(Timer)
}
