/// Steps: the smallest things that a learner does and that can be judged.
import Documents

/// The smallest thing a learner does and Trestle can judge.
package struct Step: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case commands(CommandStep)
    case manual(ManualStep)
    case quiz(Quiz)
  }

  /// The challenge's number and the step's place in it, both counted from 1: `2.3`.
  package var id: String
  /// The nearest sentence or heading in front of it.
  package var title: String
  /// The titles of the headings around it, outermost first.
  package var sectionPath: [String]
  package var location: SourceLocation
  package var kind: Kind
  /// What the author says beyond the text, in a comment or in the lab file.
  package var settings: StepSettings
  /// Where the author wrote it, where the text was made from a file of another kind.
  package var origin: SourceLocation?
}

extension Step {
  package var commandStep: CommandStep? {
    if case .commands(let step) = kind { step } else { nil }
  }

  package var manualStep: ManualStep? {
    if case .manual(let step) = kind { step } else { nil }
  }

  /// The place in the author's file.
  package var place: SourceLocation { origin ?? location }

  /// Why the step is not done: it is skipped, or meant for a learner alone or a machine alone.
  package func reasonToLeaveOut(forLearner: Bool) -> String? {
    if let reason = settings.skip { return reason }
    switch settings.audience {
    case .learner where !forLearner: return "it is for readers, and a test does it in another way"
    case .auto where forLearner: return "it is for tests only"
    default: return nil
    }
  }
}

/// Commands with what they should print.
package struct CommandStep: Hashable, Sendable {
  /// The place of the command block among the challenge's blocks.
  package var block: Int
  package var commands: [Command]
  package var terminal: Terminal
  /// The rule that chose the terminal.
  package var routing: Decision
  package var outputs: [ExpectedOutput]
  package var placeholders: [Placeholder]
  /// How long the text says that it may take.
  package var wait: WaitHint?
}

/// One command as it is typed: a line, or several where it goes on.
package struct Command: Hashable, Sendable {
  package var text: String
  package var location: SourceLocation
}

/// What commands should print.
package struct ExpectedOutput: Hashable, Sendable {
  /// How much of what is printed the text promises.
  package enum Coverage: String, Hashable, Sendable {
    case exact, similar, contains
  }

  /// The place of the block among the challenge's blocks.
  package var block: Int
  package var text: String
  /// Where its first line stands.
  package var location: SourceLocation
  /// The commands of the step that print it.
  package var commands: Range<Int>
  package var coverage: Coverage
  /// The rule that paired it with these commands.
  package var pairing: Decision
}

/// A `<name>` in a command that the learner has to fill in.
package struct Placeholder: Hashable, Sendable {
  /// Without the angle brackets.
  package var name: String
  /// The place of its command in the step.
  package var command: Int
  package var location: SourceLocation
}

/// A sentence that tells how long something takes.
package struct WaitHint: Hashable, Sendable {
  package var seconds: Int
  package var sentence: String
}

/// Something a learner does with hands and eyes, and what does the same for a machine.
package struct ManualStep: Hashable, Sendable {
  /// The sentences that tell what to do.
  package var instructions: [String]
  /// Nothing where the lab file has none: then the step can be done, but not verified.
  package var actions: [MachineAction]
}
