import Grading
import Tracks
import Views

extension Interface {
  /// Why something can't be done now, as a sentence; nothing when it can.
  package func obstacle(to command: Command) -> String? {
    switch command {
    case .run:
      if let busy = activity.obstacle { return "Not now: \(busy)." }
      if case .manual(let manual) = step?.kind, !isStepUnread {
        return "Nothing runs here: do it by hand, then n goes on"
          + (manual.actions.isEmpty ? "." : ", or s has it done for you.")
      }
      if case .quiz = step?.kind, isDone(place) { return "This step is done already; n goes on." }
      return step == nil ? "This lab has no step to run." : nil
    case .interrupt:
      if case .running = activity { return nil }
      return "No step is running."
    case .edit, .copy:
      if command == .edit, let busy = activity.obstacle { return "Not now: \(busy)." }
      return step?.commandStep == nil ? "This step has no commands." : nil
    case .skip:
      if let busy = activity.obstacle { return "Not now: \(busy)." }
      if isDone(place) { return "This step is done already; n goes on." }
      if case .manual(let manual) = step?.kind, manual.actions.isEmpty {
        return "The lab does not say how to do this without you; do it, then n goes on."
      }
      return nil
    case .deploy: return obstacleToDeploying
    case .copyOutput:
      return printedText == nil
        ? "No command has printed anything here yet; what stands in a terminal is copied by dragging "
          + "over it."
        : nil
    case .paste: return copied.isEmpty ? "Nothing was copied yet." : nil
    case .check, .reset, .resetLab:
      return activity.obstacle.map { "Not now: \($0)." }
    case .next:
      guard let step else { return "This lab has no steps." }
      // What has to be asked of the lab waits until that is free.
      let asks = isDone(place) ? place + 1 == lesson.steps.count : lesson.track.isLookedAt(step)
      let busy = asks ? activity.obstacle.map { "Not now: \($0)." } : nil
      if case .manual = step.kind { return busy }
      if isDone(place) { return busy }
      if case .running = activity { return "Not yet: this step is running." }
      return "Not yet: Enter runs this step, s has it done for you, l goes anywhere."
    case .previous: return place == 0 ? "This is the first step." : nil
    case .hint:
      guard let step else { return "This lab has no steps." }
      if step.settings.hints.isEmpty { return "There is no hint for this step." }
      switch state(ofStep: step.id) {
      case .passed: return "This step has passed and needs no hint."
      case .skipped: return "This step was done for you and needs no hint."
      case .open, .failed, .unverified: break
      }
      if hintsTaken(step.id) >= step.settings.hints.count {
        return "There is no further hint for this step."
      }
      return nil
    case .openLink: return reader.page.links.isEmpty ? "This text has no links." : nil
    case .terminalBack, .terminalForward:
      return pane?.terminal == nil ? "No terminal is shown." : nil
    case .sendLeader: return pane?.terminal == nil ? "No terminal is shown." : nil
    case .messages: return messages.isEmpty ? "There was no message yet." : nil
    case .nextPane, .previousPane: return panes.isEmpty ? "There is no other pane." : nil
    default: return nil
    }
  }

  /// Whether a step needs nothing more.
  func isDone(_ place: Int) -> Bool {
    guard lesson.steps.indices.contains(place) else { return false }
    return switch state(ofStep: lesson.steps[place].id) {
    case .passed, .unverified, .skipped: true
    case .open, .failed: false
    }
  }

  func state(ofStep id: String) -> StepProgress.State { progress.steps[id]?.state ?? .open }

  func hintsTaken(_ id: String) -> Int { progress.steps[id]?.hints ?? 0 }
}
