import Tracks
import Transcripts

/// What came of running a track: every step with what it should print and what it printed. All
/// reports are made from this value.
package struct RunReport: Hashable, Sendable {
  /// The track's title.
  package var track: String
  /// The track's folder or file.
  package var path: String
  /// The wall time at the start, as ISO 8601 text.
  package var started: String
  package var duration: Duration
  package var challenges: [ChallengeReport]
  /// Why the run could not go on: the environment, not a step.
  package var problem: String?
  package var isInterrupted: Bool
  /// Whether the problem lies in what was given: an unreadable track, or nothing to run in it.
  package var isInputProblem = false
  /// What none of its texts may show.
  package var secrets = Secrets()
  /// The folder with what was kept of a run that failed.
  package var evidence: String?

  package init(
    track: String, path: String, started: String, duration: Duration = .zero,
    challenges: [ChallengeReport] = [], problem: String? = nil, isInterrupted: Bool = false
  ) {
    self.track = track
    self.path = path
    self.started = started
    self.duration = duration
    self.challenges = challenges
    self.problem = problem
    self.isInterrupted = isInterrupted
  }
}

/// What came of one challenge.
package struct ChallengeReport: Hashable, Sendable {
  package var id: String
  package var title: String
  package var steps: [StepReport]
  package var checks: [CheckReport]

  package init(
    id: String, title: String, steps: [StepReport] = [], checks: [CheckReport] = []
  ) {
    self.id = id
    self.title = title
    self.steps = steps
    self.checks = checks
  }
}

/// What came of one step.
package struct StepReport: Hashable, Sendable {
  package var id: String
  package var title: String
  /// The heading that the step stands under.
  package var section: String
  package var file: String
  package var line: Int
  package var host: String
  package var commands: [String]
  /// The text that the document promises, if it promises one.
  package var expected: String?
  package var outputs: [CommandOutput]
  package var verdict: Verdict
  /// What comparing found, where there was something to compare.
  package var comparison: Comparison?
  /// What happened, where the comparison does not say it.
  package var message: String?
  /// Why the step was not run; it then counts for nothing else.
  package var skipReason: String?
  /// Whether the environment is to blame: a time-out, a lost shell.
  package var isEnvironmental: Bool
  package var attempts: Int
  package var duration: Duration
  package var rewrites: [Bindings.Rewrite]
  /// What came of each of the step's outputs.
  package var judged: [JudgedOutput] = []
  /// What the lab file says that the text got wrong.
  package var corrections: [Correction] = []
  /// The values that its author has taken from its outputs, by name.
  package var captures: [String: String] = [:]

  package init(
    id: String, title: String, section: String = "", file: String = "", line: Int = 0,
    host: String = "", commands: [String] = [], expected: String? = nil,
    outputs: [CommandOutput] = [], verdict: Verdict, comparison: Comparison? = nil,
    message: String? = nil, skipReason: String? = nil, isEnvironmental: Bool = false,
    attempts: Int = 1, duration: Duration = .zero, rewrites: [Bindings.Rewrite] = []
  ) {
    self.id = id
    self.title = title
    self.section = section
    self.file = file
    self.line = line
    self.host = host
    self.commands = commands
    self.expected = expected
    self.outputs = outputs
    self.verdict = verdict
    self.comparison = comparison
    self.message = message
    self.skipReason = skipReason
    self.isEnvironmental = isEnvironmental
    self.attempts = attempts
    self.duration = duration
    self.rewrites = rewrites
  }

  /// The report of a step of which nothing is known yet.
  package init(_ step: Step, on host: String = "") {
    self.init(
      id: step.id, title: step.title, section: step.sectionPath.last ?? "",
      file: step.place.file, line: step.place.line, host: host, verdict: .unverified)
  }

  /// What happened in one sentence.
  package var sentence: String? { message ?? comparison?.sentence }
  /// The differences that were accepted.
  package var tolerated: [Tolerance] { comparison?.tolerated ?? [] }
  package var isSkipped: Bool { skipReason != nil }
  /// Whether the step was run and failed.
  package var hasFailed: Bool { !isSkipped && verdict.isFailure }

  /// `assignment.md:12`
  package var place: String { line > 0 ? "\(file):\(line)" : file }
}

/// What came of one check.
package struct CheckReport: Hashable, Sendable {
  package var name: String
  package var hasPassed: Bool
  package var message: String
  package var duration: Duration

  package init(name: String, hasPassed: Bool, message: String = "", duration: Duration = .zero) {
    self.name = name
    self.hasPassed = hasPassed
    self.message = message
    self.duration = duration
  }
}
