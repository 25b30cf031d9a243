/// Puts the steps of a challenge in order: commands, and what hands do between them.
import Markdown

struct StepAssembly {
  let challenge: Int
  let items: [OutlineItem]
  let sections: [Section]
  let file: String
  let terminals: [Terminal]
  /// The lab file's steps whose words stand in this challenge.
  var labSteps: [LabStep]

  private struct Asked {
    var line: Int
    var location: SourceLocation
    var sentences: [String]
    var changes: Bool
  }

  /// The steps with their numbers.
  mutating func steps(from drafts: [StepDraft]) -> [Step] {
    var drafts = drafts
    for index in labSteps.indices { takeActions(of: &labSteps[index], drafts) }
    for step in labSteps where step.actions.isEmpty { apply(step, to: &drafts) }
    drafts += manualDrafts(between: drafts)
    drafts.sort { ($0.location.line, $0.location.column) < ($1.location.line, $1.location.column) }
    let titles = titles(of: drafts)
    return drafts.enumerated().map { index, draft in
      Step(
        id: "\(challenge).\(index + 1)", title: titles[index],
        sectionPath: draft.section.map { sections[$0].path } ?? [], location: draft.location,
        kind: draft.kind, settings: draft.settings)
    }
  }

  /// Steps of a section that would have the same title are called by the few words in front of their
  /// blocks, where these tell them apart, or by their commands.
  private func titles(of drafts: [StepDraft]) -> [String] {
    let groups = Dictionary(grouping: drafts.indices) { index in
      [drafts[index].section.map(String.init) ?? "", drafts[index].title]
    }
    var titles = drafts.map(\.title)
    for same in groups.values where same.count > 1 {
      let labels = same.map { drafts[$0].label.map(LooseText.normal) }
      for index in same where drafts[index].isCommands {
        let label = drafts[index].label
        let isOwn = label.map(LooseText.normal).map { own in labels.count { $0 == own } == 1 }
        if let label, isOwn == true, !Introduction(label).isFiller {
          let isPlace = terminals.named(label) != nil
          titles[index] = isPlace ? "\(drafts[index].title) (\(label))" : label
        } else if let command = drafts[index].commands?.commands.first?.text {
          titles[index] = Self.shortened(command)
        }
      }
    }
    return titles
  }

  /// The begin of a command's first line, as code, for titles are Markdown.
  private static func shortened(_ command: String) -> String {
    let line = (command.split(separator: "\n").first ?? "").trimmed
    let begin = line.count > 60 ? line.prefix(57).trimmed + "..." : line
    return begin.contains("`") ? begin : "`\(begin)`"
  }

  /// A lab step that does nothing itself belongs to the first step from its words on.
  private func apply(_ step: LabStep, to drafts: inout [StepDraft]) {
    guard let place = step.place else { return }
    let covering = drafts.lastIndex { $0.location.line <= place.line && lastLine($0) >= place.line }
    guard let index = covering ?? drafts.firstIndex(where: { $0.location.line >= place.line })
    else { return }
    drafts[index].settings = drafts[index].settings.merged(with: step.settings)
    if let name = step.settings.site, let terminal = terminals.named(name) {
      drafts[index].commands?.terminal = terminal
      drafts[index].commands?.routing = Decision("lab-file", "the lab file says site: \(name)")
    }
  }

  /// What a machine runs in place of words that stand alone is an action of its own; where they bring
  /// in commands, it runs in place of these.
  private func takeActions(of step: inout LabStep, _ drafts: [StepDraft]) {
    guard let command = step.settings.auto, step.actions.isEmpty, let line = step.place?.line,
      let index = items.firstIndex(where: { $0.lines.contains(line) }),
      case .prose = items[index].kind,
      !introduces(index, Set(drafts.filter(\.isCommands).map(\.location.line)))
    else { return }
    step.actions = [.run(host: step.settings.site, command: command)]
    step.settings.auto = nil
  }

  private func lastLine(_ draft: StepDraft) -> Int {
    draft.commands?.commands.last?.location.line ?? draft.location.line
  }

  /// What hands do, gathered between two command blocks or headings: one step for each action of
  /// the lab file; without one, a single step that can be done and not verified.
  private func manualDrafts(between drafts: [StepDraft]) -> [StepDraft] {
    var made: [StepDraft] = []
    let fixed = Set(drafts.filter { !$0.isCommands }.map(\.location.line))
    for group in groups(between: drafts) {
      let asked = group.asked.filter { !fixed.contains($0.line) }
      let acting = group.steps.sorted { ($0.place?.line ?? 0) < ($1.place?.line ?? 0) }
      var rest = asked[...]
      for (index, step) in acting.enumerated() {
        guard let place = step.place else { continue }
        let isLast = index == acting.count - 1
        let own = isLast ? rest : rest.prefix { $0.line <= place.line }
        rest = rest.dropFirst(own.count)
        let sentences = own.flatMap(\.sentences)
        let title = sentences.first { LooseText.normal($0).contains(LooseText.normal(step.at)) }
        made.append(
          draft(
            title ?? step.at, place, step.settings,
            ManualStep(
              instructions: sentences.isEmpty ? [step.at] : sentences, actions: step.actions)))
      }
      if acting.isEmpty, let first = asked.first(where: \.changes) {
        let sentences = asked.flatMap(\.sentences)
        made.append(
          draft(
            first.sentences.first ?? "", first.location, StepSettings(),
            ManualStep(instructions: sentences, actions: [])))
      }
    }
    return made
  }

  private func draft(
    _ title: String, _ location: SourceLocation, _ settings: StepSettings, _ step: ManualStep
  ) -> StepDraft {
    var title = title.trimmed
    while let last = title.last, ":.".contains(last) { title.removeLast() }
    return StepDraft(
      title: title, location: location,
      section: sections.lastIndex { $0.location.line <= location.line }, settings: settings,
      kind: .manual(step))
  }

  private func groups(
    between drafts: [StepDraft]
  ) -> [(asked: [Asked], steps: [LabStep])] {
    let commandLines = Set(drafts.filter(\.isCommands).map(\.location.line))
    var groups: [(asked: [Asked], steps: [LabStep])] = [([], [])]
    var starts = [1]
    for (index, item) in items.enumerated() {
      let line = item.lines.lowerBound
      switch item.kind {
      case .heading: begin(line)
      case .preformatted where commandLines.contains(line): begin(item.lines.upperBound + 1)
      case .prose(let inlines) where !item.isInQuote && !introduces(index, commandLines):
        guard let found = ManualActions.find(in: inlines.plainText) else { continue }
        groups[groups.count - 1].asked.append(
          Asked(
            line: line, location: SourceLocation(file: file, line: line, column: item.column),
            sentences: found.sentences, changes: found.strength == .changes))
      default: break
      }
    }
    func begin(_ line: Int) {
      groups.append(([], []))
      starts.append(line)
    }
    for step in labSteps where !step.actions.isEmpty {
      guard let place = step.place else { continue }
      groups[(starts.lastIndex { $0 <= place.line }) ?? 0].steps.append(step)
    }
    return groups
  }

  /// Whether the next thing behind a text is a command block.
  private func introduces(_ index: Int, _ commandLines: Set<Int>) -> Bool {
    guard let next = items.dropFirst(index + 1).first, case .preformatted = next.kind else {
      return false
    }
    return commandLines.contains(next.lines.lowerBound)
  }
}
