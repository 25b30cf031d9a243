/// Reads a lab file; whatever is wrong in it becomes a finding with its place.
import Documents
import YAML

struct LabFileReader {
  let file: String
  private(set) var findings: [Finding] = []

  init(file: String) { self.file = file }

  /// Reads the text of a lab file; nothing where it is no YAML.
  static func read(_ source: SourceFile, findings: inout [Finding]) -> LabFile? {
    var reader = LabFileReader(file: source.path)
    let lab = reader.read(source.text)
    findings += reader.findings
    return lab
  }

  private mutating func read(_ text: String) -> LabFile? {
    let node: YAMLNode
    do {
      node = try YAML.parseLocated(text, file: file)
    } catch {
      let location = SourceLocation(file: file, line: error.line, column: error.column)
      findings.append(
        Finding(
          "lab-file", .error, at: location, "The lab file cannot be read: \(error.reason).",
          remedy: "Correct the YAML at this place."))
      return nil
    }
    for member in node.duplicates {
      warn(member, "The key \"\(member.key)\" is written twice here.", "Remove one of the two.")
    }
    var lab = LabFile(file: file)
    if node.value == .null { return lab }
    for member in members(of: node, "The lab file", .lab) {
      switch member.key {
      case "sites": lab.sites = entries(member).compactMap { site($0) }
      case "hosts": lab.hosts = entries(member).map { host($0) }
      case "profiles":
        for profile in members(of: member.value, "profiles", .profiles) {
          lab.profiles[profile.key] = self.text(profile.value, "the profile \(profile.key)")
        }
      case "images": lab.images = entries(member).compactMap { image($0) }
      case "defaults":
        let shared = StepSettings.sharedKeys
        for entry in members(of: member.value, "defaults", .defaults)
        where shared.contains(entry.key) {
          set(entry, in: &lab.defaults)
        }
      case "steps": lab.steps = list(member.value).compactMap { step($0) }
      case "checks": lab.checks = entries(member).compactMap { check($0) }
      case "apply":
        lab.apply = entries(member).flatMap { entry in
          self.texts(entry.value, "the manifests of \(entry.key)").map {
            LabManifest(site: entry.key, file: $0, location: place(entry.value))
          }
        }
      default: break
      }
    }
    return lab
  }

  private mutating func site(_ member: YAMLMember) -> LabSite? {
    var site = LabSite(name: member.key, location: place(member))
    for entry in members(of: member.value, "The site \(member.key)", .site) {
      switch entry.key {
      case "hosts": site.hosts = texts(entry.value, "hosts")
      case "namespace": site.namespace = text(entry.value, "namespace")
      case "role":
        let name = text(entry.value, "role") ?? ""
        site.role = SiteDescription.Role(rawValue: name)
        if site.role == nil {
          warn(entry.value, "\"\(name)\" is no role of a site.", "Write orchestrator or edge.")
        }
      case "domain": site.domain = text(entry.value, "domain")
      case "user": site.user = text(entry.value, "user")
      case "files":
        for file in entries(entry) { site.files[file.key] = text(file.value, file.key) ?? "" }
      case "platform": site.platform = platform(entry.value)
      default:
        guard SiteTraits.keys.contains(entry.key) else { break }
        let word = text(entry.value, entry.key) ?? ""
        if let remedy = site.traits.set(entry.key, word) {
          warn(entry.value, "The value of \(entry.key), \"\(word)\", is not usable.", remedy)
        }
      }
    }
    if site.role == .orchestrator, site.platform == .kubernetes {
      warn(
        member,
        "The orchestrator \(member.key) cannot be a kubernetes site: its web API needs a route.",
        "Write `platform: openshift`, or leave the platform out.")
      site.platform = .openshift
    }
    return site
  }

  private mutating func host(_ member: YAMLMember) -> LabHost {
    var host = LabHost(name: member.key, location: place(member))
    for entry in members(of: member.value, "The host \(member.key)", .host) {
      switch entry.key {
      case "sites": host.sites = texts(entry.value, "sites")
      case "credentials": host.credentials = texts(entry.value, "credentials")
      case "files":
        for file in entries(entry) { host.files[file.key] = text(file.value, file.key) ?? "" }
      case "system":
        let name = text(entry.value, "system") ?? ""
        if let system = HostDescription.System(rawValue: name) {
          host.system = system
        } else {
          warn(entry.value, "\"\(name)\" is no system of a host.", "Write linux or macos.")
        }
      default: break
      }
    }
    if member.value["sites"] == nil {
      warn(
        member, "The host \(member.key) does not say which sites it reaches.",
        "Add `sites:` with the sites that its terminals reach, or `sites: []` for none.")
    }
    return host
  }

  private mutating func platform(_ node: YAMLNode) -> SiteDescription.Platform? {
    let name = text(node, "platform") ?? ""
    let platform = SiteDescription.Platform(rawValue: name)
    if platform == nil {
      warn(node, "\"\(name)\" is no platform of a site.", "Write openshift or kubernetes.")
    }
    return platform
  }

  private mutating func image(_ member: YAMLMember) -> LabImage? {
    var image = LabImage(reference: member.key, location: place(member))
    for entry in members(of: member.value, "The image \(member.key)", .image) {
      switch entry.key {
      case "run": image.run = texts(entry.value, "run")
      case "ports": image.ports = texts(entry.value, "ports").compactMap(Int.init)
      case "env":
        for variable in entries(entry) {
          image.environment[variable.key] = text(variable.value, variable.key)
        }
      default: break
      }
    }
    return image
  }

  private mutating func step(_ node: YAMLNode) -> LabStep? {
    guard let at = node["at"]?.text else {
      warn(node, "A step does not say where it belongs.", "Add `at:` with words of the document.")
      return nil
    }
    var step = LabStep(at: at, location: place(node))
    for entry in members(of: node, "The step", .step) {
      switch entry.key {
      case "at": break
      case "solve": step.actions += list(entry.value).flatMap { actions($0) }
      case "run", "http": step.actions += action(entry).map { [$0] } ?? []
      case "expect":
        if let text = text(entry.value, "expect"), let awaited = Awaited("output:" + text) {
          step.settings.awaited.append(awaited)
        }
      case "corrections":
        step.settings.corrections += list(entry.value).compactMap { correction($0) }
      case "hints": step.settings.hints += texts(entry.value, "hints")
      default:
        set(entry, in: &step.settings)
      }
    }
    return step
  }

  private mutating func set(_ entry: YAMLMember, in settings: inout StepSettings) {
    for value in texts(entry.value, entry.key) {
      if let problem = settings.set(entry.key, value) {
        warn(entry.value, "The value of \(entry.key) is not usable: \(problem).", "Correct it.")
      }
    }
  }

  private mutating func correction(_ node: YAMLNode) -> Correction? {
    let found = members(of: node, "The correction", .correction)
    guard let says = node["says"]?.text, let means = node["means"]?.text, !says.isEmpty,
      let reason = node["because"]?.text
    else {
      if !found.isEmpty || node.value != .null {
        warn(
          node, "The correction lacks one of says, means and because.",
          "Write what the text says, what is true, and why the text is wrong.")
      }
      return nil
    }
    return Correction(says: says, means: means, reason: reason)
  }

  /// The actions of one `solve:` entry; `copy:` and `to:` belong together.
  private mutating func actions(_ node: YAMLNode) -> [MachineAction] {
    var actions: [MachineAction] = []
    for entry in members(of: node, "The solution", .solution) {
      if entry.key == "copy" {
        let target = node["to"]?.text ?? ""
        guard let from = sitePath(entry.value), let to = SitePath(target) else {
          warn(entry.value, "The copy does not say from where to where.", copyRemedy)
          continue
        }
        actions.append(.copy(from: from, to: to))
      } else if entry.key != "to" {
        actions += action(entry).map { [$0] } ?? []
      }
    }
    return actions
  }

  private mutating func action(_ entry: YAMLMember) -> MachineAction? {
    if entry.key == "http" { return http(entry.value).map(MachineAction.http) }
    if let command = entry.value.text { return .run(host: nil, command: command) }
    _ = members(of: entry.value, "The action", .command)
    guard let command = entry.value["command"]?.text else {
      warn(entry.value, "The action has no command.", "Add `command:`.")
      return nil
    }
    return .run(host: entry.value["host"]?.text, command: command)
  }

  mutating func http(_ node: YAMLNode) -> HTTPAction? {
    if let url = node.text {
      return HTTPAction(method: "GET", url: url, json: nil, expect: HTTPExpectation(status: 200))
    }
    var action = HTTPAction(method: "", url: "", json: nil, expect: HTTPExpectation())
    var tab: String?
    var path = ""
    for entry in members(of: node, "The request", .request) {
      switch entry.key {
      case "method": action.method = (text(entry.value, "method") ?? "").uppercased()
      case "url": action.url = text(entry.value, "url") ?? ""
      case "tab": tab = text(entry.value, "tab")
      case "path": path = text(entry.value, "path") ?? ""
      case "json": action.json = entry.value.value
      case "expect": action.expect = expectation(entry.value)
      default: break
      }
    }
    if let tab { action.url = LabPlaces.tabMark + tab + "\n" + path }
    if action.url.isEmpty {
      warn(node, "The request names no page.", "Add `url:`, or `tab:` and `path:`.")
      return nil
    }
    if action.method.isEmpty { action.method = action.json == nil ? "GET" : "POST" }
    if action.expect == HTTPExpectation() { action.expect.status = 200 }
    return action
  }

  /// A status, a text, a map of `status`, `contains` and `json`; any other map is JSON that the
  /// answer must hold.
  private func expectation(_ node: YAMLNode) -> HTTPExpectation {
    if let text = node.text {
      return Int(text).map { HTTPExpectation(status: $0) } ?? HTTPExpectation(contains: text)
    }
    guard node.members.allSatisfy({ ["status", "contains", "json"].contains($0.key) }) else {
      return HTTPExpectation(json: node.value)
    }
    return HTTPExpectation(
      status: node["status"]?.text.flatMap { Int($0) }, contains: node["contains"]?.text,
      json: node["json"]?.value)
  }

  private mutating func sitePath(_ node: YAMLNode) -> SitePath? {
    node.text.flatMap { SitePath($0) }
  }

  private var copyRemedy: String { "Write `copy: \"site:path\"` and `to: \"site:path\"`." }
}

extension LabFileReader {
  /// The members of a map that should have a schema's keys; others are told of.
  mutating func members(of node: YAMLNode, _ owner: String, _ schema: Schema) -> [YAMLMember] {
    guard case .map(let members) = node.content else {
      if node.value != .null {
        warn(
          node, "\(owner) is \(node.value.kindName), and should be a map.", "Write `key: value`.")
      }
      return []
    }
    let written = members.map(\.key)
    let known = schema.keys
    for member in members where !known.contains(member.key) {
      let near = Spelling.candidates(for: member.key, in: known)
      var fix: TextFix?
      if near.count == 1, !written.contains(near[0]) {
        fix = TextFix(at: place(member), removes: member.key, inserts: near[0])
      }
      findings.append(
        Finding(
          "lab-file", .warning, at: place(member),
          "\(owner) has an unknown key \"\(member.key)\".",
          remedy: Spelling.question(near) ?? "Known keys are \(known.joined(separator: ", ")).",
          fix: fix))
    }
    return members
  }

  /// The members of a map whose keys are names of the author's.
  mutating func entries(_ member: YAMLMember) -> [YAMLMember] {
    guard case .map(let members) = member.value.content else {
      if member.value.value != .null {
        let kind = member.value.value.kindName
        warn(member.value, "\(member.key) is \(kind), and should be a map.", "Write `name: …`.")
      }
      return []
    }
    return members
  }

  /// The items of a list; a single value stands for a list of one.
  func list(_ node: YAMLNode) -> [YAMLNode] {
    if let items = node.items { return items }
    return node.value == .null ? [] : [node]
  }

  mutating func text(_ node: YAMLNode, _ name: String) -> String? {
    if let text = node.text { return text }
    warn(node, "\(name) is \(node.value.kindName), and should be a text.", "Write it on one line.")
    return nil
  }

  mutating func texts(_ node: YAMLNode, _ name: String) -> [String] {
    var texts: [String] = []
    for item in list(node) {
      if let text = text(item, name) { texts.append(text) }
    }
    return texts
  }

  func place(_ node: YAMLNode) -> SourceLocation {
    SourceLocation(file: file, line: node.line, column: node.column)
  }

  func place(_ member: YAMLMember) -> SourceLocation {
    SourceLocation(file: file, line: member.line, column: member.column)
  }

  mutating func warn(_ node: YAMLNode, _ message: String, _ remedy: String) {
    findings.append(Finding("lab-file", .warning, at: place(node), message, remedy: remedy))
  }

  mutating func warn(_ member: YAMLMember, _ message: String, _ remedy: String) {
    findings.append(Finding("lab-file", .warning, at: place(member), message, remedy: remedy))
  }
}
