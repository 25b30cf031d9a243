import Grading
import Tracks
import Views

extension Interface {
  /// Does what a binding, the mouse or the help asks for; what can't be done now says why.
  package mutating func perform(_ command: Command) {
    if let reason = obstacle(to: command) { return say(reason, .bad) }
    switch command {
    case .run: if !readUpToStep() { run() }
    case .edit: edit()
    case .interrupt: interrupt()
    case .copy: copy()
    case .copyOutput: copyOutput()
    case .paste: paste(copied)
    case .deploy: openDeployment()
    case .next: goOn()
    case .previous: move(to: place - 1)
    case .hint: askForHint()
    case .skip: askToSolve()
    case .check: check()
    case .reset: askToReset()
    case .resetLab: askToResetLab()
    case .steps: openSteps()
    case .scrollUp: scroll(by: -1)
    case .scrollDown: scroll(by: 1)
    case .pageUp: scroll(by: 2 - max(3, scrolledRows))
    case .pageDown: scroll(by: max(3, scrolledRows) - 2)
    case .top: scroll(by: -1_000_000)
    case .bottom: scroll(by: 1_000_000)
    case .search: overlay = .search(SearchField(origin: reader.scroll.first))
    case .openLink: openLinks()
    case .nextPane: movePane(by: 1)
    case .previousPane: movePane(by: -1)
    case .focusReader, .leaveField: focus = .reader
    case .nextTab: showTab(by: 1)
    case .previousTab: showTab(by: -1)
    case .number: say("Press the digit itself: it shows the tab with that number.", .note)
    case .zoom: isZoomed.toggle()
    case .wider: share = min(80, share + 4)
    case .narrower: share = max(20, share - 4)
    case .map: toggleMap()
    case .leader: lead()
    case .sendLeader: sendLeader()
    case .terminalBack: scrollTerminal(by: contentRect.rows / 2)
    case .terminalForward: scrollTerminal(by: -contentRect.rows / 2)
    case .nextItem, .previousItem, .activate, .pageBack, .reload, .save, .closeFile:
      performInPane(command)
    case .mapText: map.showsText.toggle()
    case .accept: accept()
    case .cancel: cancel()
    case .listUp: moveInList(by: -1)
    case .listDown: moveInList(by: 1)
    case .listPageUp: moveInList(by: -max(1, size.rows - 10))
    case .listPageDown: moveInList(by: max(1, size.rows - 10))
    case .changeFilter: changeFilter()
    case .change: changeForm(by: 1)
    case .changeBack: changeForm(by: -1)
    case .help: overlay = .help(FilteredList())
    case .messages: openMessages()
    case .redraw: actions.append(.redraw)
    case .suspend: actions.append(.suspend)
    case .quit: askToQuit()
    }
    layOut()
  }

  // The step.

  var step: Step? { lesson.steps.indices.contains(place) ? lesson.steps[place] : nil }

  var challenge: Challenge? {
    let index = lesson.challenge(ofStep: place)
    return lesson.track.challenges.indices.contains(index) ? lesson.track.challenges[index] : nil
  }

  /// The step's commands with their values filled in.
  var commands: [String] {
    (step?.commandStep?.commands ?? []).map { command in
      var text = lesson.variables.substitute(command.text)
      for (name, value) in fills where !value.isEmpty {
        text = text.replacing("<\(name)>", with: value)
      }
      return text
    }
  }

  /// What is still to be filled in, each name once.
  var placeholders: [String] {
    var names: [String] = []
    for placeholder in step?.commandStep?.placeholders ?? []
    where !names.contains(placeholder.name) {
      names.append(placeholder.name)
    }
    return names
  }

  private mutating func run() {
    guard let step else { return }
    if case .quiz(let quiz) = step.kind { return answer(quiz) }
    if !placeholders.isEmpty {
      overlay = .fill(
        CommandEditor(labels: placeholders, texts: placeholders.map { fills[$0] ?? "" }))
      return
    }
    if isDone(place) {
      overlay = .confirm(
        Question(
          subject: .runAgain, title: "Run it again?",
          lines: ["This step is done. Its commands run once more; what has passed stays passed."],
          yes: "run"))
      return
    }
    start(commands)
  }

  /// Runs commands as the step's own.
  mutating func start(_ commands: [String]) {
    guard let step else { return }
    showTerminal(of: step)
    activity = .running(step: step.id, sentence: "")
    outcomes[step.id] = nil
    actions.append(.run(step: step.id, commands: commands))
    layOut()
    revealStep()
  }

  private mutating func answer(_ quiz: Quiz) {
    guard let step else { return }
    if reader.answers.isEmpty {
      return say("Choose an answer first, by its number.", .note)
    }
    if reader.answers == Set(quiz.solution) {
      progress.apply(.stepPassed(step.id, verdict: "exact"))
      say("Right.", .good)
    } else {
      progress.apply(.stepFailed(step.id, verdict: "different"))
      say("Not quite: choose again, then Enter.", .bad)
    }
    actions.append(.keep)
  }

  private mutating func interrupt() {
    if case .running(let step, _) = activity { actions.append(.interrupt(step: step)) }
  }

  private mutating func edit() {
    overlay = .edit(CommandEditor(labels: commands.map { _ in "$" }, texts: commands))
  }

  private mutating func copy() {
    copy(commands.joined(separator: "\n"))
    say("Copied \(commands.count == 1 ? "the command" : "\(commands.count) commands").", .note)
  }

  /// Goes to a step; another challenge brings its own tabs.
  mutating func move(to target: Int) {
    guard lesson.steps.indices.contains(target) else { return }
    let (before, from) = (lesson.challenge(ofStep: place), place)
    place = target
    flash = nil
    let challenge = lesson.challenge(ofStep: place)
    if challenge != before {
      panes = lesson.panes(of: challenge)
      selected = 0
      reader = Reader()
    }
    enterStep(behind: challenge == before && target == from + 1 ? from : nil)
    actions.append(.keep)
  }

  /// Shows the step and the terminal that it belongs to.
  /// - Parameter previous: the step from which the learner has read on.
  mutating func enterStep(behind previous: Int? = nil) {
    reader.answers = []
    layOut()
    let challenge = lesson.challenge(ofStep: place)
    if entered != challenge {
      entered = challenge
      actions.append(.enter(challenge: challenge))
      showTerminalBefore()
    }
    if let step {
      if step.commandStep != nil { showTerminal(of: step) }
      actions.append(.watch(step: step.id))
    }
    showStep(behind: previous)
  }

  /// The terminal of a step comes to the front; one that is in sight already stays where it is.
  mutating func showTerminal(of step: Step) {
    guard let commands = step.commandStep, let index = pane(of: commands.terminal) else { return }
    if index != selected { select(index) }
  }

  /// Who comes to a step by hand from elsewhere finds the terminal of the commands before it.
  private mutating func showTerminalBefore() {
    guard let step, step.commandStep == nil else { return }
    let steps = lesson.steps(ofChallenge: lesson.challenge(ofStep: place))
    if let before = steps.last(where: { $0 < place && lesson.steps[$0].commandStep != nil }) {
      showTerminal(of: lesson.steps[before])
    }
  }

  /// The pane of a terminal.
  func pane(of terminal: Terminal) -> Int? {
    panes.firstIndex { $0.terminal?.tab != nil && $0.terminal?.tab == terminal.tab }
      ?? panes.firstIndex { $0.terminal?.host == terminal.host }
  }

  /// The name of the terminal in which a step's commands run.
  package func terminal(ofStep id: String) -> String? {
    guard let step = lesson.steps.first(where: { $0.id == id }), let commands = step.commandStep,
      let index = pane(of: commands.terminal)
    else { return nil }
    return panes[index].terminal?.name
  }

  // Messages.

  /// Shows a message for a while and keeps it in the list.
  mutating func say(_ text: String, _ level: Flash.Level) {
    let message = Flash(level: level, text: text)
    flash = message
    messages.append(message)
    if messages.count > 200 { messages.removeFirst() }
    actions.append(.start(.flash, milliseconds: Flash.milliseconds))
  }

  mutating func fire(_ timer: Timer) {
    switch timer {
    case .flash: flash = nil
    case .leader: showsLeaderMenu = isLeading
    }
  }
}
