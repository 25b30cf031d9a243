import Tracks
import Transcripts

/// What a runner tells while it works.
package enum RunnerEvent: Sendable {
  case sessionStarted(sites: [String], duration: Duration)
  case challengeStarted(Challenge)
  case stepStarted(Step)
  /// A command is about to run, as it will be run.
  case commandStarted(host: String, command: String)
  /// A step is not done yet, and why.
  case waiting(Step, String)
  case stepFinished(StepReport)
  case checkFinished(CheckReport)
}
