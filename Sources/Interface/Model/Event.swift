import Emulation
import Pictures
import Tracks
import Transcripts
import Views

/// Something that has happened.
package enum InterfaceEvent: Sendable {
  case key(Key, Key.Modifiers)
  case paste(String)
  case mouse(MouseEvent)
  /// The terminal's window gained or lost the focus.
  case focused(Bool)
  case resized(Size)
  /// The process goes on after it was stopped.
  case resumed
  case timer(Timer)
  case lab(LabEvent)
}

/// What is waited for.
package enum Timer: Hashable, Sendable, CaseIterable {
  /// A message has been there long enough.
  case flash
  /// The leader key was pressed and nothing behind it.
  case leader
}

/// Something that came from the lab.
package enum LabEvent: Sendable {
  /// The sites are up.
  case started(String)
  /// The lab is being started anew; the sentence says what is being done.
  case starting(String)
  /// The values of the runtime variables, as scripts have set them.
  case variables(Variables)
  /// What a challenge begins with is there, or why not.
  case prepared(Result<String, Sentence>)
  /// The lab can't be used; the sentence says why and what to do.
  case failed(String)
  /// What a terminal shows now.
  case screen(terminal: String, Screen)
  /// What the last command in a terminal printed.
  case printed(terminal: String, String)
  /// A command of a step is about to run.
  case running(step: String, command: String)
  /// A step is not done yet.
  case waiting(step: String, sentence: String)
  /// What came of a step, by its own commands or by what the learner typed.
  case judged(step: String, Outcome)
  /// The step was done for the learner, or why that was not possible.
  case solved(step: String, Result<String, Sentence>)
  case checked([CheckOutcome])
  /// What the lab has seen of a step that was done by hand.
  case looked(step: String, [CheckOutcome])
  case page(WebRequest, Result<WebAnswer, Sentence>)
  case files(host: String, path: String, Result<[FileEntry], Sentence>)
  case file(host: String, path: String, Result<String, Sentence>)
  case saved(host: String, path: String, Result<String, Sentence>)
  /// A picture of the track, or why it can't be shown.
  case picture(String, Result<Picture, Sentence>)
  /// What an orchestrator has to choose from for a deployment, or why that is not known.
  case deploymentChoices(site: String, Result<DeploymentChoices, Sentence>)
  case map(SiteMap)
  /// A program in a terminal rang the bell.
  case bell
  /// A program in a terminal put text on the clipboard.
  case clipboard(String)
  /// So much time has gone by in the lab.
  case timePassed(seconds: Int)
  case notice(String)
}

/// A sentence that says why something failed and what to do.
package struct Sentence: Error, Hashable, Sendable {
  package var text: String

  package init(_ text: String) { self.text = text }
}

/// What came of a step.
package struct Outcome: Hashable, Sendable {
  package var verdict: Verdict
  /// What is wrong or missing; nothing when all is well.
  package var sentence: String?
  /// The lines around the first difference, with signs for expected and actual.
  package var details: [String]
  /// What differed and was tolerated.
  package var tolerated: [String]
  /// How often it was looked at.
  package var attempts: Int
  /// Whether the learner typed the commands.
  package var isTyped: Bool
  /// The values that the step has taken from its output for later commands, by name.
  package var captured: [String: String]

  package init(
    _ verdict: Verdict, sentence: String? = nil, details: [String] = [], tolerated: [String] = [],
    attempts: Int = 1, isTyped: Bool = false, captured: [String: String] = [:]
  ) {
    self.captured = captured
    self.verdict = verdict
    self.sentence = sentence
    self.details = details
    self.tolerated = tolerated
    self.attempts = attempts
    self.isTyped = isTyped
  }
}

/// What a check said.
package struct CheckOutcome: Hashable, Sendable {
  package var name: String
  package var hasPassed: Bool
  package var message: String

  package init(name: String, hasPassed: Bool, message: String = "") {
    self.name = name
    self.hasPassed = hasPassed
    self.message = message
  }

  /// What does not hold, and why, as sentences, whether they were written as such or not.
  var problem: String {
    let sentences = ["Not yet: \(name)", message.prefix(1).uppercased() + message.dropFirst()]
    return sentences.filter { !$0.isEmpty }.map { text in
      text.last.map { ".!?)".contains($0) } == true ? text : text + "."
    }.joined(separator: " ")
  }
}

/// A file or folder of a host.
package struct FileEntry: Hashable, Sendable {
  /// Its path below the folder that was asked for.
  package var path: String
  package var isFolder: Bool

  package init(path: String, isFolder: Bool) {
    self.path = path
    self.isFolder = isFolder
  }
}
