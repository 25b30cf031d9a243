import Emulation
import Grading
import Tracks
import Transcripts
import Views

extension Interface {
  /// Takes what came from the lab.
  mutating func take(_ event: LabEvent) {
    switch event {
    case .starting(let sentence): activity = .starting(sentence)
    case .started(let sentence):
      activity = .idle
      say(sentence, .good)
      told = [:]
      layOut()
      fetchShown()
    case .variables(let variables): take(variables)
    case .prepared(let result):
      activity = .idle
      switch result {
      case .success(let sentence): say(sentence, .good)
      case .failure(let sentence): say(sentence.text, .bad)
      }
      fetchShown()
    case .failed(let sentence):
      activity = .failed(sentence)
      say(sentence, .bad)
    case .screen(let name, let screen):
      screens[name] = screen
      reach = .terminal
    case .printed(let name, let text): printed[name] = text
    case .running(let step, let command):
      activity = .running(step: step, sentence: command)
    case .waiting(let step, let sentence): activity = .running(step: step, sentence: sentence)
    case .judged(let step, let outcome): take(outcome, ofStep: step)
    case .solved(let step, let result): take(result, ofSolved: step)
    case .checked(let outcomes): take(outcomes)
    case .looked(let step, let seen): take(seen, ofLookAt: step)
    case .page(let request, let result): take(result, of: request)
    case .files(let host, let path, let result):
      updateCode(host, path) { $0.take(entries: result) }
    case .file(let host, let path, let result):
      updateCode(host, path) { $0.take(file: path, result) }
    case .saved(let host, let path, let result):
      updateCode(host, path) { $0.take(saved: path, result) }
      switch result {
      case .success: say("Wrote \(path).", .good)
      case .failure(let sentence): say(sentence.text, .bad)
      }
    case .picture(let path, let result): take(result, at: path)
    case .deploymentChoices(let site, let result): take(result, ofOrchestrator: site)
    case .map(let new): take(new)
    case .bell: actions.append(.bell)
    case .clipboard(let text): actions.append(.copy(text))
    case .timePassed(let seconds): spend(seconds)
    case .notice(let text): say(text, .note)
    }
  }

  /// How many minutes are left of the time that the lab may take; nothing where that has no limit.
  var minutesLeft: Int? {
    guard let limit = lesson.track.timeLimit, limit > 0 else { return nil }
    return (max(0, limit - progress.seconds) + 59) / 60
  }

  /// Counts the time in the lab, which is kept with each minute.
  private mutating func spend(_ seconds: Int) {
    let (minutes, left) = (progress.seconds / 60, minutesLeft)
    progress.apply(.timeSpent(seconds: seconds))
    if progress.seconds / 60 > minutes { actions.append(.keep) }
    if minutesLeft == left { reach = .nothing }
  }

  /// Shows texts and the addresses of websites with the values that scripts have set.
  private mutating func take(_ variables: Variables) {
    guard variables != lesson.variables else { return }
    lesson.variables = variables
    reader.forget()
    let fresh = lesson.panes(of: lesson.challenge(ofStep: place))
    for (index, pane) in fresh.enumerated() where panes.indices.contains(index) {
      guard case .web(let new) = pane.content, case .web(let old) = panes[index].content
      else { continue }
      if new.home != old.home { panes[index] = pane }
    }
  }

  /// What the shown tab needs from a lab that has just come up.
  private mutating func fetchShown() {
    switch pane?.content {
    case .web(var web):
      if web.isUntouched || web.isWaiting { actions += web.open() }
      replacePane(.web(web))
    case .code(let code): actions.append(.list(host: code.host, path: code.path))
    default: break
    }
  }

  private mutating func take(_ outcome: Outcome, ofStep id: String) {
    if case .running(id, _) = activity { activity = .idle }
    // What was typed on the way says nothing of a step that has passed.
    if outcome.isTyped, state(ofStep: id) == .passed { return }
    outcomes[id] = outcome
    fills.merge(outcome.captured) { $1 }
    switch outcome.verdict {
    case .exact, .similar, .drift:
      progress.apply(.stepPassed(id, verdict: outcome.verdict.rawValue))
      say("Step \(id) passed. n goes on.", .good)
    case .unverified:
      if outcome.sentence == nil, activity.obstacle == nil,
        let step = lesson.steps.first(where: { $0.id == id }), lesson.track.isLookedAt(step)
      {
        return look(at: step, goesOn: false)
      }
      progress.apply(.stepUnverified(id))
      say(
        outcome.sentence.map { "Step \(id) is left out: \($0). n goes on." }
          ?? "Step \(id) is done; the text has nothing to compare.", .note)
    case .notReady, .different, .error:
      if !outcome.isTyped {
        progress.apply(.stepFailed(id, verdict: outcome.verdict.rawValue))
        say("Step \(id): \(outcome.verdict.words).", .bad)
      }
    }
    actions.append(.keep)
    if id == step?.id {
      layOut()
      revealStep()
    }
  }

  private mutating func take(_ result: Result<String, Sentence>, ofSolved id: String) {
    activity = .idle
    switch result {
    case .success(let text):
      progress.apply(.stepSkipped(id))
      outcomes[id] = nil
      say(text, .good)
    case .failure(let sentence): say(sentence.text, .bad)
    }
    actions.append(.keep)
    layOut()
    revealStep()
  }

  private mutating func take(_ result: Result<WebAnswer, Sentence>, of request: WebRequest) {
    for index in panes.indices {
      guard case .web(var web) = panes[index].content, web.waits(for: request) else { continue }
      web.take(result, columns: layout.content.columns, look)
      panes[index].content = .web(web)
    }
  }

  private mutating func updateCode(
    _ host: String, _ path: String, _ change: (inout CodePane) -> Void
  ) {
    for index in panes.indices {
      guard case .code(var code) = panes[index].content, code.host == host, code.knows(path) else {
        continue
      }
      change(&code)
      if let remark = code.takeRemark() { say(remark, .bad) }
      panes[index].content = .code(code)
    }
  }

  private mutating func take(_ new: SiteMap) {
    if let old = map.map { map.log = (map.log + new.changes(from: old)).suffix(50) }
    map.map = new
  }
}

extension Verdict {
  /// What it is called to a learner.
  package var words: String {
    switch self {
    case .exact: "exactly as expected"
    case .similar: "as expected"
    case .drift: "as expected, but something has moved"
    case .notReady: "not ready yet"
    case .different: "not as expected"
    case .error: "it went wrong"
    case .unverified: "done"
    }
  }
}
