/// Reads the scenarios of Killercoda and Katacoda: `index.json`, its pages and its scripts.
import Documents
import Markdown
import YAML

struct KillercodaReader {
  let files: TrackFiles
  private(set) var findings: [Finding] = []
  private var assets = ScenarioAssets()

  static let first = "host01"

  init(files: TrackFiles) { self.files = files }

  /// The scenario files of a folder: its own, or those that its course lists.
  static func scenarios(in folder: String, _ files: TrackFiles) -> [String] {
    let names = ["index.json", "index.yaml"]
    let own = names.map { TrackPaths.join(folder, $0) }.filter(files.paths.contains)
    if let own = own.first { return [own] }
    if let course = files.text(TrackPaths.join(folder, "structure.json")),
      let items = (try? YAML.parseLocated(course.text))?["items"]?.items
    {
      return items.compactMap { item in
        item["path"]?.text.flatMap { path in
          names.map { TrackPaths.join(TrackPaths.join(folder, path), $0) }
            .first(where: files.paths.contains)
        }
      }
    }
    return files.paths.filter { path in
      names.contains(TrackPaths.name(of: path))
        && TrackPaths.parent(of: TrackPaths.parent(of: path)) == folder
    }
  }

  /// The track of these scenarios; nothing where a file of that name means something else.
  mutating func draft(_ scenarios: [String], folder: String) -> TrackDraft? {
    var draft: TrackDraft?
    for path in scenarios {
      guard let source = files.text(path) else { continue }
      let node: YAMLNode
      do {
        // JSON is YAML, and here it comes with places.
        node = try YAML.parseLocated(source.text)
      } catch {
        findings.append(
          Finding(
            "track-file", .error,
            at: SourceLocation(file: source.path, line: error.line, column: error.column),
            "The scenario cannot be read: \(error.reason).", remedy: "Correct it at this place."))
        draft = draft ?? TrackDraft(origin: .killercoda, file: source.path)
        continue
      }
      guard node["details"] != nil || node["backend"] != nil else { continue }
      var scenario = draft ?? TrackDraft(origin: .killercoda, file: source.path)
      if draft == nil { scenario.node = node }
      add(node, source, TrackPaths.parent(of: path), to: &scenario)
      draft = scenario
    }
    if let course = files.text(TrackPaths.join(folder, "structure.json")),
      let node = try? YAML.parseLocated(course.text)
    {
      draft?.node = node
      tellMissing(node, course, folder)
    }
    findings += assets.findings
    guard var made = draft else { return nil }
    made.lab = assets.lab(file: made.file)
    return made
  }

  /// The scenarios that a course lists and does not have.
  private mutating func tellMissing(_ course: YAMLNode, _ source: SourceFile, _ folder: String) {
    for item in course["items"]?.items ?? [] {
      guard let node = item["path"], let path = node.text,
        !["index.json", "index.yaml"].contains(where: {
          files.paths.contains(TrackPaths.join(TrackPaths.join(folder, path), $0))
        })
      else { continue }
      findings.append(
        Finding(
          "missing-page", .warning,
          at: SourceLocation(file: source.path, line: node.line, column: node.column),
          "The scenario \"\(path)\" does not exist.",
          remedy: "Add its folder with index.json, or correct the path."))
    }
  }

  private mutating func add(
    _ node: YAMLNode, _ source: SourceFile, _ folder: String, to draft: inout TrackDraft
  ) {
    findings += UnknownKeys.findings(
      in: node, known: Self.keys, owner: "The scenario", file: source.path)
    let tabs = tabs(node, source)
    let details = node["details"]
    let pages =
      [details?["intro"]].compactMap(\.self) + (details?["steps"]?.items ?? [])
      + [details?["finish"]].compactMap(\.self)
    var challenges: [ChallengeDraft] = []
    for page in pages {
      findings += UnknownKeys.findings(
        in: page, known: Self.pageKeys, owner: "The step", file: source.path)
      if let challenge = challenge(
        page, source, folder, number: draft.challenges.count + challenges.count + 1, tabs: tabs)
      {
        challenges.append(challenge)
      }
    }
    if let title = node["title"]?.text, let first = challenges.first, first.challenge.title.isEmpty
    {
      challenges[0].challenge.title = title
    }
    addTerminals(to: &challenges)
    draft.challenges += challenges
    assets.add(
      node, source, folder, hosts: challenges.flatMap(\.challenge.tabs).compactMap(\.host),
      files: files)
  }

  private mutating func challenge(
    _ page: YAMLNode, _ source: SourceFile, _ folder: String, number: Int, tabs: [Tab]
  ) -> ChallengeDraft? {
    guard let path = page["text"]?.text else { return nil }
    let full = TrackPaths.join(folder, path)
    guard let text = files.text(full) else {
      findings.append(
        Finding(
          "missing-page", .warning,
          at: SourceLocation(file: source.path, line: page.line, column: page.column),
          "The page \"\(path)\" does not exist.", remedy: "Add the file, or correct the path."))
      return nil
    }
    let filled = SourceFile(path: text.path, text: Self.withAddresses(text.text))
    var draft = ChallengeDraft(
      number: number, folder: TrackPaths.parent(of: full), source: filled,
      matter: FrontMatter(filled, findings: &findings), files: files, findings: &findings)
    let stem = path.split(separator: ".").first.map(String.init) ?? path
    draft.challenge.slug = ChallengeDraft.slug(
      stem.hasSuffix("/text") ? String(stem.dropLast(5)) : stem)
    if let title = page["title"]?.text { draft.challenge.title = title }
    draft.challenge.tabs = tabs
    draft.challenge.scripts = scripts(page, folder)
    draft.challenge.solution = answers(page, folder).first { !Self.isScript($0) }
    return draft
  }

  /// What tells or does what the page asks for: a text for learners, or a script.
  private func answers(_ page: YAMLNode, _ folder: String) -> [SourceFile] {
    ["answer", "solution"].compactMap { page[$0]?.text }.compactMap {
      files.text(TrackPaths.join(folder, $0))
    }
  }

  private static func isScript(_ file: SourceFile) -> Bool { file.path.hasSuffix(".sh") }

  /// The background script prepares, the foreground one is typed behind it, and the verifying one
  /// decides.
  private func scripts(_ page: YAMLNode, _ folder: String) -> Scripts {
    func script(_ keys: [String]) -> Script? {
      for path in keys.compactMap({ page[$0]?.text }) {
        if let source = files.text(TrackPaths.join(folder, path)) { return Self.script(source) }
      }
      return nil
    }
    var scripts = Scripts()
    scripts.check[Self.first] = script(["verify"])
    scripts.solve[Self.first] = answers(page, folder).first(where: Self.isScript).map(Self.script)
    let background = script(["background", "courseData"])
    let foreground = script(["foreground", "code"])
    if let background, let foreground {
      scripts.setup[Self.first] = background.followed(by: foreground)
    } else {
      scripts.setup[Self.first] = background ?? foreground
    }
    return scripts
  }

  private static func script(_ source: SourceFile) -> Script {
    Script(file: source.path, host: first, text: source.text)
  }

  private static let keys = [
    "title", "description", "details", "backend", "interface", "environment", "files", "difficulty",
    "time", "icon", "pathwayTitle", "private", "noindex", "type",
  ]
  private static let pageKeys = [
    "title", "text", "verify", "foreground", "background", "answer", "solution", "hint", "code",
    "courseData", "credits",
  ]
}

extension KillercodaReader {
  /// The tabs that a scenario's surroundings describe.
  private func tabs(_ node: YAMLNode, _ source: SourceFile) -> [Tab] {
    let environment = node["environment"]
    let layout =
      node["interface"]?["layout"]?.text ?? environment?["uilayout"]?.text ?? "terminal"
    let place = SourceLocation(
      file: source.path, line: node["interface"]?.line ?? environment?.line ?? node.line)
    var tabs: [Tab] = []
    func terminal(_ title: String, _ host: String, at place: SourceLocation) {
      tabs.append(
        Tab(
          title: title, kind: .terminal(host: host, command: nil, directory: nil),
          opensWindow: false, location: place))
    }
    terminal("Terminal 1", Self.first, at: place)
    if layout.components(of: "terminal") > 1 { terminal("Terminal 2", Self.first, at: place) }
    for item in environment?["terminals"]?.items ?? [] {
      let host = item["target"]?.text ?? Self.first
      terminal(
        item["name"]?.text ?? host, host,
        at: SourceLocation(file: source.path, line: item.line, column: item.column))
    }
    if layout == "ide" || layout.contains("editor") {
      tabs.append(
        Tab(
          title: "Editor",
          kind: .code(host: Self.first, path: environment?["uieditorpath"]?.text ?? "/root"),
          opensWindow: false, location: place))
    }
    for item in environment?["dashboards"]?.items ?? [] {
      let port = item["port"]?.text.flatMap { Int($0) }
      let title = item["name"]?.text ?? "Dashboard"
      let kind: Tab.Kind =
        item["href"]?.text.map { .website(url: Self.withAddresses($0)) }
        ?? .service(host: Self.first, port: port ?? 80, path: "/")
      tabs.append(
        Tab(
          title: title, kind: kind, opensWindow: false,
          location: SourceLocation(file: source.path, line: item.line, column: item.column)))
    }
    return tabs
  }

  /// Terminals and hosts that only marks such as `{{execute T2}}` or `HOST2` name.
  private func addTerminals(to challenges: inout [ChallengeDraft]) {
    var most = 1
    var hosts: [String] = []
    for case .preformatted(_, let info, _, _) in challenges.flatMap(\.items).map(\.kind) {
      most = max(most, info.terminalNumber ?? 1)
      if let host = info.hostName, host != Self.first, !hosts.contains(host) { hosts.append(host) }
    }
    for index in challenges.indices {
      let location = SourceLocation(file: challenges[index].challenge.file, line: 1)
      var tabs = challenges[index].challenge.tabs
      func count() -> Int {
        tabs.count { if case .terminal(Self.first, _, _) = $0.kind { true } else { false } }
      }
      while count() < min(most, 9) {
        tabs.append(
          Tab(
            title: "Terminal \(count() + 1)",
            kind: .terminal(host: Self.first, command: nil, directory: nil), opensWindow: false,
            location: location))
      }
      for host in hosts where !tabs.contains(where: { $0.host == host }) {
        tabs.append(
          Tab(
            title: "Terminal \(host)", kind: .terminal(host: host, command: nil, directory: nil),
            opensWindow: false, location: location))
      }
      challenges[index].challenge.tabs = tabs
    }
  }

  /// The text with the platform's names for a host's ports as addresses.
  static func withAddresses(_ text: String) -> String {
    guard text.contains("{{TRAFFIC") || text.contains("[[") else { return text }
    return text.replacing(/\{\{TRAFFIC_HOST\d*_(\d+)\}\}/) { "http://127.0.0.1:\($0.1)" }
      .replacing(/https?:\/\/\[\[HOST\d*_SUBDOMAIN\]\]-(\d+)-\[\[KATACODA_HOST\]\][a-z.]*/) {
        "http://127.0.0.1:\($0.1)"
      }
      .replacing(/\[\[(?:HOST\d*|CLIENT)_IP\]\]/, with: "127.0.0.1")
  }
}

extension String {
  /// How often a word stands between dashes.
  fileprivate func components(of word: String) -> Int {
    split(separator: "-").count { $0 == word }
  }
}
