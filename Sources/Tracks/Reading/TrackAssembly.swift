/// Puts a track together: terminals, steps, sites, and the places that the lab file names.
import Documents
import Markdown
import YAML

struct TrackAssembly {
  let lab: LabFile?
  let files: TrackFiles

  func track(from draft: inout TrackDraft, findings: inout [Finding]) -> Track {
    var lab = lab
    var places = LabPlaces()
    for (index, challenge) in draft.challenges.enumerated() where lab != nil {
      places.add(challenge.items, challenge: index, file: challenge.challenge.file)
    }
    var stepPlaces: [Int?] = []
    for index in (lab?.steps ?? []).indices {
      let step = lab?.steps[index]
      let place = step.flatMap { places.place(of: $0.at, at: $0.location, findings: &findings) }
      lab?.steps[index].place = place?.location
      stepPlaces.append(place?.challenge)
      let tabs = place.map { draft.challenges[$0.challenge].challenge.tabs } ?? []
      let all = tabs + draft.challenges.flatMap(\.challenge.tabs)
      lab?.steps[index].actions = (step?.actions ?? []).map { withPage($0, tabs: all) }
    }
    var challenges: [Challenge] = []
    for (index, draft) in draft.challenges.enumerated() {
      let own = (lab?.steps ?? []).enumerated().filter { stepPlaces[$0.offset] == index }
      challenges.append(
        challenge(from: draft, labSteps: own.map(\.element), &findings))
    }
    dropSpareTerminals(of: &challenges)
    if var checks = lab?.checks {
      for index in checks.indices {
        checks[index] = resolved(checks[index], places, challenges, &findings)
      }
      lab?.checks = checks
    }
    let node = draft.node
    let first = challenges.first
    var track = Track(
      slug: node?["slug"]?.text ?? first?.slug ?? "track",
      title: node?["title"]?.text ?? first?.title ?? "", teaser: node?["teaser"]?.text,
      origin: draft.origin, file: draft.file, challenges: challenges,
      timeLimit: timeLimit(node, challenges), scripts: draft.scripts,
      hosts: SandboxReader.hosts(draft.config), sites: [], lab: lab, findings: [])
    let assembly = SiteAssembly(lab: lab, challenges: challenges)
    track.sites = assembly.sites()
    track.sharedHosts = assembly.sharedHosts(track.sites)
    return track
  }

  /// A challenge in which nothing is typed and that names no terminal needs none, where others do.
  private func dropSpareTerminals(of challenges: inout [Challenge]) {
    let spare = [TerminalAssembly.unnamed]
    guard challenges.contains(where: { $0.terminals != spare }) else { return }
    for index in challenges.indices
    where challenges[index].terminals == spare
      && !challenges[index].steps.contains(where: { $0.commandStep != nil })
    {
      challenges[index].terminals = []
    }
  }

  /// The track's own limit, or the sum of its challenges'.
  private func timeLimit(_ node: YAMLNode?, _ challenges: [Challenge]) -> Int? {
    if let limit = node?["timelimit"]?.text.flatMap({ Int($0) }), limit > 0 { return limit }
    let sum = challenges.compactMap(\.timeLimit).filter { $0 > 0 && $0 < 1_000_000 }.reduce(0, +)
    return sum > 0 ? sum : nil
  }

  private func challenge(
    from draft: ChallengeDraft, labSteps: [LabStep], _ findings: inout [Finding]
  ) -> Challenge {
    var challenge = draft.challenge
    challenge.terminals = TerminalAssembly(lab: lab).terminals(
      tabs: challenge.tabs, items: draft.items)
    var reader = BodyReader(
      file: challenge.file, terminals: challenge.terminals, source: draft.source,
      items: draft.items)
    reader.read()
    findings += reader.findings.map { $0.moved(to: challenge.source(of: $0.location)) }
    challenge.sections = reader.sections
    challenge.blocks = reader.blocks
    var drafts = reader.drafts
    if let quiz = challenge.quiz {
      let line = challenge.body.blocks.first?.lines.lowerBound ?? 1
      drafts.append(
        StepDraft(
          title: challenge.title, location: SourceLocation(file: challenge.file, line: line),
          section: nil, settings: StepSettings(), kind: .quiz(quiz)))
    }
    var assembly = StepAssembly(
      challenge: challenge.number, items: draft.items, sections: reader.sections,
      file: challenge.file, terminals: challenge.terminals, labSteps: labSteps)
    challenge.steps = assembly.steps(from: drafts)
    if let solution = challenge.solution { tell(solution, in: &challenge, &findings) }
    for index in challenge.steps.indices {
      if let defaults = lab?.defaults {
        challenge.steps[index].settings = defaults.merged(with: challenge.steps[index].settings)
      }
      let step = challenge.steps[index]
      challenge.steps[index].settings.skip = reasonToSkip(step)
      if challenge.textOrigin != nil {
        challenge.steps[index].origin = challenge.source(of: step.location)
      }
    }
    return challenge
  }

  /// What tells how a challenge is done is the last hint of its last step.
  private func tell(
    _ solution: SourceFile, in challenge: inout Challenge, _ findings: inout [Finding]
  ) {
    guard let last = challenge.steps.indices.last else {
      findings.append(
        Finding(
          "left-out", .note, at: SourceLocation(file: solution.path, line: 1),
          "This answer belongs to a page without a step, so nobody is shown it.",
          remedy: "Write commands into the page, or put the answer there."))
      return
    }
    challenge.steps[last].settings.hints.append(solution.text.trimmed)
  }

  /// The author's reason; without a word of the author's that of a rule.
  private func reasonToSkip(_ step: Step) -> String? {
    if let reason = step.settings.skip { return reason.isEmpty ? nil : reason }
    guard let commands = step.commandStep?.commands, !commands.isEmpty else { return nil }
    return FetchingCommands.reason(for: commands)
  }

  /// The action with a page that is named by its tab turned into an address.
  private func withPage(_ action: MachineAction, tabs: [Tab]) -> MachineAction {
    guard case .http(var request) = action else { return action }
    request.url = LabPages.url(request.url, tabs: tabs)
    return .http(request)
  }

  private func resolved(
    _ check: LabCheck, _ places: LabPlaces, _ challenges: [Challenge],
    _ findings: inout [Finding]
  ) -> LabCheck {
    var check = check
    if case .http(var request) = check.kind {
      request.url = LabPages.url(request.url, tabs: challenges.flatMap(\.tabs))
      check.kind = .http(request)
    }
    if case .after(let words, _) = check.time,
      let place = places.place(of: words, at: check.location, findings: &findings)
    {
      check.time = .after(words, place.location)
      check.afterStep = step(at: place, in: challenges[place.challenge])?.id
    }
    return check
  }

  /// The step that a place belongs to: a heading means the last step under it, what is done by hand
  /// means that, the sentence in front of a block means that block, any other place the last step
  /// before it.
  private func step(at place: LabPlaces.Place, in challenge: Challenge) -> Step? {
    let line = place.location.line
    if let section = challenge.sections.first(where: { $0.location == place.location }) {
      return challenge.steps.last { step in
        step.location.line > line && step.sectionPath.starts(with: section.path)
      }
    }
    let byHand = challenge.steps.first { $0.location.line == line && $0.manualStep != nil }
    if let byHand { return byHand }
    let introduced = challenge.blocks.first { $0.introductionLine == line }
    if let introduced,
      let step = challenge.steps.first(where: { $0.location == introduced.location })
    {
      return step
    }
    return challenge.steps.last { $0.location.line <= line } ?? challenge.steps.first
  }
}

/// Pages that a lab file names by the title of their tab.
enum LabPages {
  /// The address of a page; an unknown tab leaves its name, which lint tells of.
  static func url(_ url: String, tabs: [Tab]) -> String {
    guard url.hasPrefix(LabPlaces.tabMark) else { return url }
    let parts = url.dropFirst(LabPlaces.tabMark.count).split(
      separator: "\n", omittingEmptySubsequences: false)
    let title = LooseText.normal(String(parts.first ?? ""))
    let path = String(parts.last ?? "")
    for tab in tabs where LooseText.normal(tab.title) == title {
      if let base = base(tab) { return base + (path.hasPrefix("/") ? path : "/" + path) }
    }
    return "tab:\(parts.first ?? "")\(path)"
  }

  private static func base(_ tab: Tab) -> String? {
    if var url = tab.url {
      while url.hasSuffix("/") { url.removeLast() }
      return url
    }
    if case .service(let host, let port, _) = tab.kind {
      return "\(port % 1000 == 443 ? "https" : "http")://\(host):\(port)"
    }
    return nil
  }
}

/// Reads the sandbox definition of a track.
enum SandboxReader {
  static func hosts(_ config: Value?) -> [SandboxHost] {
    let machines =
      (config?["containers"]?.array ?? []) + (config?["virtualmachines"]?.array ?? [])
    return machines.compactMap { machine in
      guard let name = machine["name"]?.scalarText else { return nil }
      let environment = (machine["environment"]?.object ?? [:]).compactMap { member in
        member.value.scalarText.map { (member.key, $0) }
      }
      return SandboxHost(
        name: name, image: machine["image"]?.string, shell: machine["shell"]?.string,
        environment: Dictionary(environment) { _, later in later })
    }
  }
}
