/// Reads `skewer.yaml`, from which the READMEs of Skupper's examples are made: its steps become a
/// text like theirs, its sites and what they need a lab file of their own.
import Documents
import YAML

struct SkewerReader {
  /// What a description gives.
  struct Reading {
    var text: SourceFile
    var origin: TextOrigin
    var lab: LabFile
  }

  private struct Site {
    var name: String
    var title: String
    var platform: String
    var namespace: String
    var environment: [(name: String, value: String)]
    var location: SourceLocation

    var isPlayed: Bool { ["kubernetes", "openshift"].contains(platform) }
  }

  private let file: String
  private var made: MadeText
  private var sites: [Site] = []
  private var stepCount = 0
  private(set) var findings: [Finding] = []

  init(_ source: SourceFile) {
    file = source.path
    made = MadeText(source: source.text.split(separator: "\n", omittingEmptySubsequences: false))
  }

  /// Whether a document is such a description.
  static func reads(_ node: YAMLNode) -> Bool {
    node["steps"]?.items != nil && node["sites"]?.members.isEmpty == false
  }

  mutating func read(_ node: YAMLNode) -> Reading {
    check(node, SkewerKeys.document, "The description")
    sites = (node["sites"]?.members ?? []).map { site($0) }
    made.add(paragraph: "# \(node["title"]?.text ?? "Untitled")", from: node.line)
    if let subtitle = node["subtitle"] {
      made.add(paragraph: "**\(subtitle.text ?? "")**", from: subtitle.line)
    }
    addPart("Overview", node["overview"])
    addPart("Prerequisites", node["prerequisites"])
    for step in node["steps"]?.items ?? [] { add(step: step) }
    addPart("Summary", node["summary"])
    addPart("Next steps", node["next_steps"])
    return Reading(
      text: SourceFile(path: file, text: made.text), origin: made.origin(file: file), lab: lab())
  }

  private mutating func site(_ member: YAMLMember) -> Site {
    check(member.value, SkewerKeys.site, "The site \(member.key)")
    for entry in member.value["env"]?.members ?? [] where entry.key != "KUBECONFIG" {
      findings.append(
        Finding(
          "left-out", .note, at: SourceLocation(file: file, line: entry.line, column: entry.column),
          "The variable \(entry.key) of \(member.key) is not set.",
          remedy: "Export it in the commands that need it."))
    }
    let environment = (member.value["env"]?.members ?? []).map {
      (name: $0.key, value: $0.value.text ?? "")
    }
    return Site(
      name: member.key,
      title: member.value["title"]?.text ?? member.key.prefix(1).uppercased()
        + member.key.dropFirst(),
      platform: member.value["platform"]?.text ?? "kubernetes",
      namespace: member.value["namespace"]?.text ?? "default", environment: environment,
      location: SourceLocation(file: file, line: member.line, column: member.column))
  }

  private mutating func addPart(_ title: String, _ node: YAMLNode?) {
    guard let node, node.text?.trimmed.isEmpty == false else { return }
    made.add(paragraph: "## \(title)", from: node.line)
    made.add(node)
    made.add("", from: node.line)
  }
}

extension SkewerReader {
  private mutating func add(step own: YAMLNode) {
    check(own, SkewerKeys.step, "The step")
    var base: YAMLNode?
    if let name = own["standard"] {
      base = StandardSteps.step(named: name.text ?? "")
      if base == nil { findings.append(unknownStep(name)) }
    }
    func part(_ key: String) -> (node: YAMLNode, fixed: Int?)? {
      if let node = own[key] { return (node, nil) }
      return base?[key].map { ($0, own.line) }
    }
    let title =
      part("title")?.node.text ?? (own["standard"]?.text).map(Self.words) ?? "Untitled step"
    let isNumbered = part("numbered")?.node.value.bool ?? true
    if isNumbered { stepCount += 1 }
    made.add(
      paragraph: isNumbered ? "## Step \(stepCount): \(title)" : "## \(title)", from: own.line)
    addProse(part("preamble"))
    for (site, commands) in assigned(part("commands")?.node, isBase: own["commands"] == nil) {
      made.add(paragraph: "_**\(site.title):**_", from: own.line)
      var fences = Fences(site: site.title)
      for command in commands {
        check(command, own["commands"] == nil ? nil : SkewerKeys.command, "The command")
        let line = own["commands"] == nil ? own.line : command.line
        fences.add(Self.entry(command, site, line: line))
      }
      for fence in fences.all { add(fence, site) }
    }
    addProse(part("postamble"))
  }

  private mutating func addProse(_ part: (node: YAMLNode, fixed: Int?)?) {
    guard let part, part.node.text?.trimmed.isEmpty == false else { return }
    let titles = sites.map(\.title)
    made.add(part.node, fixed: part.fixed) { text in
      titles.enumerated().reduce(text) { $0.replacing("@site\($1.offset)@", with: $1.element) }
    }
    made.add("", from: part.fixed ?? part.node.line)
  }

  /// The commands of each site: under its name, under its place among the sites, or under `*`.
  private func assigned(_ node: YAMLNode?, isBase: Bool) -> [(Site, [YAMLNode])] {
    guard let node else { return [] }
    let order = isBase ? sites.map(\.name) : node.members.map(\.key)
    var found: [(Site, [YAMLNode])] = []
    func add(_ site: Site, _ commands: YAMLNode?) {
      guard let items = commands?.items, !found.contains(where: { $0.0.name == site.name }) else {
        return
      }
      found.append((site, items))
    }
    for key in order {
      if let index = sites.firstIndex(where: { $0.name == key }) {
        let own = isBase ? node[String(index)] ?? node["*"] : node[key]
        add(sites[index], own)
      } else if key == "*" {
        for site in sites where node[site.name] == nil { add(site, node["*"]) }
      }
    }
    return found
  }

  private static func words(_ name: String) -> String {
    let last = name.split(separator: "/").last ?? ""
    let words = last.replacing("_", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  private func unknownStep(_ name: YAMLNode) -> Finding {
    let near = Spelling.nearest(to: name.text ?? "", in: StandardSteps.names)
    return Finding(
      "standard-step", .warning,
      at: SourceLocation(file: file, line: name.line, column: name.column),
      "There is no standard step \"\(name.text ?? "")\", so this step does nothing.",
      remedy: near.map { "Did you mean \($0)?" } ?? "Write the step's title and commands out.")
  }
}

extension SkewerReader {
  /// One command as it is described.
  private struct Entry {
    var run: String?
    var output: String?
    /// What is waited for in front of it, as commands.
    var waits: [SkewerWait]
    /// The keys of the comment in front of it.
    var settings: [String]
    var line: Int
  }

  /// Commands that stand in one fence.
  private struct Fence {
    var introduction: String?
    var settings: [String]
    var commands: [(text: String, line: Int)] = []
    var outputs: [(command: String, text: String, line: Int)] = []
    var isAlone = false
  }

  private struct Fences {
    let site: String
    var all: [Fence] = []

    init(site: String) { self.site = site }

    mutating func add(_ entry: Entry) {
      for wait in entry.waits {
        all.append(
          Fence(
            introduction: "\(wait.sentence) in \(site):",
            settings: ["only=auto", "timeout=\(SkewerWait.longest + 30)"],
            commands: [(wait.command, entry.line)], isAlone: true))
      }
      guard let run = entry.run else { return }
      let isAlone = run.contains("\n") && entry.output != nil
      if isAlone || all.last.map({ $0.isAlone || $0.settings != entry.settings }) ?? true {
        all.append(Fence(settings: entry.settings, isAlone: isAlone))
      }
      all[all.count - 1].commands.append((run, entry.line))
      if let output = entry.output {
        all[all.count - 1].outputs.append((run, output, entry.line))
      }
    }
  }

  private static func entry(_ node: YAMLNode, _ site: Site, line: Int) -> Entry {
    let kubeconfig =
      site.environment.first { $0.name == "KUBECONFIG" }?.value ?? "~/.kube/config"
    func filled(_ text: String) -> String {
      var text = text.replacing("@namespace@", with: site.namespace)
        .replacing("@kubeconfig@", with: kubeconfig)[...]
      while text.last?.isNewline == true { text.removeLast() }
      return String(text)
    }
    var run = node["run"]?.text.map(filled)
    // A line that only stands for a command is nothing to run.
    if let text = run, Placeholders.isStandIn(text) { run = "# \(text.dropFirst().dropLast())" }
    var settings: [String] = []
    switch node["apply"]?.text {
    case "readme": settings.append("only=learner")
    case "test": settings.append("only=auto")
    default: break
    }
    if node["expect_failure"]?.value.bool == true { settings.append("fails") }
    if !site.isPlayed {
      settings.append("skip=\"\(site.title) is a site on \(site.platform), and none runs here\"")
    }
    return Entry(
      run: run, output: node["output"]?.text.map(filled),
      waits: SkewerWait.all(in: node), settings: settings, line: line)
  }

  private mutating func add(_ fence: Fence, _ site: Site) {
    let first = fence.commands.first?.line ?? 1
    if let introduction = fence.introduction { made.add(paragraph: introduction, from: first) }
    if !fence.settings.isEmpty {
      made.add(paragraph: "<!-- lab: \(fence.settings.joined(separator: " ")) -->", from: first)
    }
    made.add("~~~ shell", from: first)
    for command in fence.commands { made.add(command.text, from: command.line) }
    made.add(paragraph: "~~~", from: first)
    guard let output = fence.outputs.first else { return }
    made.add(paragraph: "_Sample output:_", from: output.line)
    made.add("~~~ console", from: output.line)
    for (index, output) in fence.outputs.enumerated() {
      if index > 0 { made.add("", from: output.line) }
      if !fence.isAlone { made.add("$ \(output.command)", from: output.line) }
      made.add(output.text, from: output.line)
    }
    made.add(paragraph: "~~~", from: output.line)
  }
}

extension SkewerReader {
  private func lab() -> LabFile {
    let text = made.text
    var lab = LabFile(file: file)
    lab.sites = sites.filter(\.isPlayed).map { site in
      var described = LabSite(name: site.name, location: site.location)
      described.title = site.title
      described.platform = SiteDescription.Platform(rawValue: site.platform)
      // A namespace that a command makes is not there before.
      if !text.contains("create namespace \(site.namespace)") {
        described.namespace = site.namespace
      }
      return described
    }
    let isSecond = text.contains(/skupper (?:site|listener|connector|token issue|token redeem)\b/)
    lab.profiles["skupper"] = isSecond ? "2" : "1.8"
    return lab
  }

  private mutating func check(_ node: YAMLNode, _ known: [String]?, _ owner: String) {
    guard let known else { return }
    let slips = UnknownKeys.findings(in: node, known: known, owner: owner, file: file)
    findings += slips
    // An importer lists what stands at the top and has no place in a track.
    guard known != SkewerKeys.document else { return }
    for member in node.members where !known.contains(member.key) {
      let place = SourceLocation(file: file, line: member.line, column: member.column)
      guard !slips.contains(where: { $0.location == place }) else { continue }
      findings.append(
        Finding(
          "left-out", known == SkewerKeys.command ? .warning : .note, at: place,
          "\(owner) has the key \"\(member.key)\", which nothing reads.",
          remedy: "Known keys are \(known.joined(separator: ", "))."))
    }
  }
}

/// The keys of a description.
enum SkewerKeys {
  static let document = [
    "title", "subtitle", "workflow", "github_actions_url", "overview", "prerequisites", "sites",
    "steps", "summary", "next_steps",
  ]
  static let site = ["title", "platform", "namespace", "env"]
  static let step = [
    "name", "title", "numbered", "standard", "preamble", "commands", "postamble",
  ]
  static let command =
    ["run", "apply", "output", "expect_failure"] + SkewerWait.keys
}
