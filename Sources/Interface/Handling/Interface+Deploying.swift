import Emulation
import Tracks
import Views

/// Deployments of an orchestrator, made with a form: what it says is typed into the terminal as a
/// command, so that a learner sees how it is done by hand.
extension Interface {
  /// The pane of the first terminal that has the orchestrator's tool, and the orchestrator's site.
  private var orchestrator: (pane: Int, site: String)? {
    for site in lesson.track.sites where site.role == .orchestrator {
      let shared = lesson.track.sharedHosts.filter { $0.sites.contains(site.name) }.map(\.name)
      let hosts = site.hosts + shared
      let pane = panes.firstIndex { pane in
        pane.terminal.map { hosts.contains($0.host) } ?? false
      }
      if let pane { return (pane, site.name) }
    }
    return nil
  }

  /// Why nothing can be deployed now; nothing when it can.
  var obstacleToDeploying: String? {
    guard lesson.track.sites.contains(where: { $0.role == .orchestrator }) else {
      return "This lab has no orchestrator that could deploy something."
    }
    switch activity {
    case .starting, .failed: return activity.obstacle.map { "Not now: \($0)." }
    default: break
    }
    guard let orchestrator, let terminal = panes[orchestrator.pane].terminal else {
      return "No tab of this challenge is a terminal of the orchestrator."
    }
    guard let screen = screens[terminal.name] else { return nil }
    return screen.isAlternate
      ? "A program has the screen of \(terminal.name); leave it first." : nil
  }

  mutating func openDeployment() {
    guard let orchestrator else { return }
    overlay = .deploy(DeploymentForm(site: orchestrator.site))
    // The command goes into its terminal, which is opened when it is shown for the first time.
    select(orchestrator.pane)
    actions.append(.askOrchestrator(site: orchestrator.site))
  }

  /// The orchestrator has answered what there is to choose from.
  mutating func take(_ result: Result<DeploymentChoices, Sentence>, ofOrchestrator site: String) {
    guard case .deploy(var form) = overlay, form.site == site else { return }
    switch result {
    case .success(let choices):
      form.take(choices)
      overlay = .deploy(form)
    case .failure(let sentence):
      overlay = nil
      say(sentence.text, .bad)
    }
  }

  /// Types the form's command, once nothing is wrong with it.
  mutating func apply(_ form: DeploymentForm) {
    if form.active == .leave { return cancel() }
    var form = form
    if let problem = form.problem {
      form.select(problem.item)
      overlay = .deploy(form)
      return say(problem.sentence, .bad)
    }
    guard let orchestrator, let terminal = panes[orchestrator.pane].terminal else { return }
    guard let screen = screens[terminal.name], !screen.isAlternate else {
      return say(
        obstacleToDeploying ?? "The terminal of \(terminal.host) is still being opened.", .bad)
    }
    overlay = nil
    select(orchestrator.pane)
    focus = .pane
    // What stands in the line already goes: to its end, and away with it.
    let keys: [UInt8] = [0x05, 0x15]
    actions.append(.send(terminal: terminal.name, keys + Array(form.command.utf8) + [0x0D]))
  }

  /// Ticks a box of the form or takes another choice.
  mutating func changeForm(by distance: Int) {
    guard case .deploy(var form) = overlay else { return }
    if form.active == .apply || form.active == .leave { return accept() }
    if let obstacle = form.change(by: distance) { say("Not now: \(obstacle).", .bad) }
    overlay = .deploy(form)
  }

  /// A click on an item of the form.
  mutating func press(_ index: Int, of form: DeploymentForm) {
    var form = form
    guard form.items.indices.contains(index) else { return }
    form.select(form.items[index])
    overlay = .deploy(form)
    if !form.takesText { changeForm(by: 1) }
  }
}
