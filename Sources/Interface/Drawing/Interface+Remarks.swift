import Grading
import Markdown
import Tracks
import Transcripts
import Views

extension Interface {
  /// What stands under a step: what to do with it, what came of it, and the hints that were taken.
  func remarks(onStep index: Int, columns: Int) -> [Line] {
    let step = lesson.steps[index]
    var lines: [Line] = []
    if index == place {
      lines += self.lines(forPresent: step)
      if let remark = remarkOnCarrying { lines.append(remark) }
    }
    if let outcome = outcomes[step.id], outcome.verdict != .unverified {
      lines += self.lines(for: outcome, of: step)
    }
    for hint in step.settings.hints.prefix(hintsTaken(step.id)) {
      lines.append(look.text("Hint: ", .hint) + Line(MarkdownDocument.words(of: hint)))
    }
    if let debrief = step.settings.debrief, isDone(index) {
      lines.append(look.text("Why: ", .good) + Line(MarkdownDocument.words(of: debrief)))
    }
    guard !lines.isEmpty else { return [] }
    return lines.flatMap { $0.wrapped(to: columns) }
  }

  /// The tab with the challenge's notes, while nobody has looked at them.
  var unreadNotes: Int? {
    guard !shownNotes.contains(lesson.challenge(ofStep: place)) else { return nil }
    return panes.firstIndex { if case .notes = $0.content { true } else { false } }
  }

  /// What stands above the text while there are such notes.
  var remarkOnNotes: Line? {
    unreadNotes.map { tab in
      look.text("\(look.glyphs.pointer) ", .key) + look.text(String(tab + 1), .key)
        + Line(" shows the notes on this challenge.")
    }
  }

  /// How to bring what was printed into a file, where a step by hand may ask for it.
  private var remarkOnCarrying: Line? {
    guard case .manual = step?.kind, !isDone(place), place > 0, !isFirstOfChallenge,
      lesson.steps[place - 1].commandStep != nil,
      panes.contains(where: { if case .code = $0.content { true } else { false } })
    else { return nil }
    return look.text("\(look.glyphs.pointer) ", .key) + look.text("Y", .key)
      + Line(" copies what the last command printed, ") + look.text("Ctrl-v", .key)
      + Line(" pastes it in a file.")
  }

  private func lines(forPresent step: Step) -> [Line] {
    let state = state(ofStep: step.id)
    let arrow = look.text("\(look.glyphs.pointer) ", .key)
    switch activity {
    case .running(step.id, let sentence):
      return [
        look.text("\(look.glyphs.waiting) running", .waiting)
          + Line(sentence.isEmpty ? "" : "  \(sentence)", look.theme[.dim])
      ]
    case .solving(step.id):
      return [look.text("\(look.glyphs.waiting) being done for you", .waiting)]
    case .looking(step.id, _):
      return [look.text("\(look.glyphs.waiting) looking whether it is done", .waiting)]
    default: break
    }
    var lines: [Line] = []
    switch step.kind {
    case .commands(let commands):
      if isDone(place) {
        lines.append(done(step, state.rawValue))
      } else {
        let wait = commands.wait.map { " (may take \($0.seconds) s)" } ?? ""
        lines.append(
          arrow + look.text("Enter", .key)
            + Line(" runs this in \(commands.terminal.name)\(wait), or type it there."))
      }
    case .manual(let manual):
      lines.append(
        isDone(place)
          ? done(step, state.rawValue)
          : arrow + Line("By hand: do this, then ") + look.text("n", .key)
            + Line(lesson.track.isLookedAt(step) ? " looks and goes on." : " goes on.")
            + (manual.actions.isEmpty
              ? Line() : Line(" ") + look.text("s", .key) + Line(" has it done for you.")))
    case .quiz(let quiz):
      for (number, answer) in quiz.answers.enumerated() {
        let isChosen = reader.answers.contains(number)
        let box = isChosen ? look.glyphs.done : look.glyphs.undone
        lines.append(look.text("\(number + 1) ", .key) + Line("\(box) \(answer)"))
      }
      lines.append(
        isDone(place)
          ? done(step, state.rawValue)
          : arrow + Line("The digits choose, ") + look.text("Enter", .key) + Line(" answers."))
    }
    return lines
  }

  private func done(_ step: Step, _ word: String) -> Line {
    let standing = standing(ofStep: step.id)
    let isLast = place + 1 == lesson.steps.count
    return look.text("\(standing.sign(look.glyphs)) \(word)  ", standing.role)
      + look.text("n", .key) + Line(isLast ? " ends the lab." : " goes on.")
  }

  private func lines(for outcome: Outcome, of step: Step) -> [Line] {
    let (sign, role): (String, Role) =
      switch outcome.verdict {
      case .exact, .similar, .drift: (look.glyphs.passed, .good)
      case .unverified: (look.glyphs.unverified, .note)
      case .notReady: (look.glyphs.waiting, .waiting)
      case .different, .error: (look.glyphs.failed, .bad)
      }
    let times = outcome.attempts > 1 ? " (looked \(outcome.attempts) times)" : ""
    let typed = outcome.isTyped ? " by what you typed" : ""
    let isOpen = step.manualStep != nil && outcome.verdict == .different
    let words = isOpen ? "not done yet" : outcome.verdict.words
    var lines = [look.text("\(sign) \(words)\(typed)\(times)", role)]
    if let sentence = outcome.sentence { lines.append(Line(sentence)) }
    lines += outcome.details.prefix(14).map { detail in
      let mark = detail.drop { $0 == " " || $0.isNumber }.first
      let role: Role = mark == "-" ? .bad : mark == "+" ? .good : .dim
      return look.text(detail, role)
    }
    lines += outcome.tolerated.prefix(4).map { look.text("differs as it may: \($0)", .dim) }
    return lines
  }
}
