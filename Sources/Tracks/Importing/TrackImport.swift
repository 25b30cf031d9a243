/// Foreign folders turned into tracks of our own kind: files in, files out.
import Documents
import YAML

/// A folder that became a track.
package struct ImportedTrack: Hashable, Sendable {
  /// The files of the track by their paths.
  package var files: [String: [UInt8]] = [:]
  /// Those of them that are programs.
  package var programs: Set<String> = []
  /// What could not be carried over, each with its place in the foreign folder.
  package var leftOut: [Finding] = []
}

/// Turns a scenario of Killercoda or Katacoda, or a `skewer.yaml`, into a track.
package enum TrackImport {
  /// Reads what lies at a path of the files and writes it anew.
  package static func read(
    path: String = "", files: TrackFiles
  ) throws(TrackError) -> ImportedTrack {
    let track = try TrackReader.read(
      path: path, files: files, labFile: SourceFile(path: "", text: ""))
    guard track.isReadable else {
      throw TrackError(
        path: track.file, reason: track.findings.first { $0.severity == .error }?.message ?? "",
        remedy: "Correct it, and import it then.", deed: "be imported")
    }
    guard track.origin == .killercoda || track.origin == .skewer else {
      throw TrackError(
        path: files.displayed(path),
        reason: "it can be run as it is, so there is nothing to import",
        remedy: "Use trestle run or trestle test with it.", deed: "be imported")
    }
    var writer = TrackWriter(track: track, files: files)
    return writer.write()
  }
}

/// Writes a track as `track.yml`, a folder for each challenge, and `lab.yml`.
private struct TrackWriter {
  let track: Track
  let files: TrackFiles
  private var imported = ImportedTrack()
  /// The paths of the foreign folder that the new files hold.
  private var carried: Set<String> = []
  /// What the lab file says of steps.
  private var labSteps: [Value] = []

  init(track: Track, files: TrackFiles) {
    self.track = track
    self.files = files
  }

  mutating func write() -> ImportedTrack {
    imported.leftOut = track.findings
    var about: Value = [
      "slug": .string(ChallengeDraft.slug(track.title)), "title": .string(track.title),
      "type": "track",
    ]
    if let teaser = track.teaser ?? description { about["teaser"] = .string(teaser) }
    add("track.yml", about.yaml(sortingKeys: false))
    var slugs: Set<String> = []
    for challenge in track.challenges { write(challenge, &slugs) }
    if let lab = lab { add("lab.yml", lab.yaml(sortingKeys: false)) }
    carry(displayed: track.file)
    listDescriptions()
    for path in files.paths where !carried.contains(path) {
      leaveOut("The file \"\(path)\" is not carried over.", path, 1)
    }
    return imported
  }

  private mutating func write(_ challenge: Challenge, _ slugs: inout Set<String>) {
    let number = challenge.number < 10 ? "0\(challenge.number)" : String(challenge.number)
    var slug = challenge.slug.isEmpty ? "step" : challenge.slug
    while !slugs.insert(slug).inserted { slug += "-\(number)" }
    let folder = "\(number)-\(slug)"
    var head: Value = [
      "slug": .string(slug), "type": "challenge", "title": .string(challenge.title),
    ]
    let tabs =
      challenge.tabs.isEmpty ? challenge.terminals.map(value) : challenge.tabs.map(value)
    if !tabs.isEmpty { head["tabs"] = .array(tabs) }
    var body = challenge.text
    if challenge.textOrigin == nil, let path = files.path(ofDisplayed: challenge.file) {
      // The page itself: its marks are read in a track too.
      let source = files.text(path)?.text ?? body
      body = KillercodaReader.withAddresses(source)
      carried.insert(path)
    }
    body = withAssets(body, challenge)
    add("\(folder)/assignment.md", "---\n\(head.yaml(sortingKeys: false))---\n\(body)")
    for (kind, scripts) in [
      ("setup", challenge.scripts.setup), ("check", challenge.scripts.check),
      ("solve", challenge.scripts.solve), ("cleanup", challenge.scripts.cleanup),
    ] {
      for (host, script) in scripts {
        let path = "\(folder)/\(kind)-\(host)"
        add(path, script.text)
        imported.programs.insert(path)
        for file in [script.file] + script.parts { carry(displayed: file) }
      }
    }
    if let solution = challenge.solution { write(solution, of: challenge) }
  }

  /// The text that tells how a challenge is done, as a hint of its last step.
  private mutating func write(_ solution: SourceFile, of challenge: Challenge) {
    guard let step = challenge.steps.last, let words = words(of: step, in: challenge) else {
      return
    }
    labSteps.append(["at": .string(words), "hints": [.string(solution.text.trimmed)]])
    carry(displayed: solution.path)
  }

  /// Words that stand at one place of the track and lead to a step.
  private func words(of step: Step, in challenge: Challenge) -> String? {
    var places = LabPlaces()
    for challenge in track.challenges {
      places.add(
        OutlineBuilder.items(of: challenge.body), challenge: challenge.number, file: challenge.file)
    }
    let commands = (step.commandStep?.commands ?? []).compactMap { command in
      command.text.split(separator: "\n").first.map(String.init)
    }
    return ([step.title] + commands + step.sectionPath.reversed()).first { words in
      var findings: [Finding] = []
      let none = SourceLocation(file: "", line: 1)
      guard let place = places.place(of: words, at: none, findings: &findings),
        place.challenge == challenge.number
      else { return false }
      let found = challenge.steps.first { step in
        let last = step.commandStep?.commands.last?.location.line ?? step.location.line
        return last >= place.location.line
      }
      return found?.id == step.id
    }
  }

  /// A terminal that only the text names.
  private func value(_ terminal: Terminal) -> Value {
    [
      "title": .string(terminal.name), "type": "terminal", "hostname": .string(terminal.host),
    ]
  }

  private func value(_ tab: Tab) -> Value {
    var value: Value = ["title": .string(tab.title)]
    switch tab.kind {
    case .terminal(let host, _, _):
      value["type"] = "terminal"
      value["hostname"] = .string(host)
    case .code(let host, let path):
      value["type"] = "code"
      value["hostname"] = .string(host)
      value["path"] = .string(path)
    case .service(let host, let port, let path):
      value["type"] = "service"
      value["hostname"] = .string(host)
      value["port"] = .integer(port)
      value["path"] = .string(path)
    case .website(let url), .external(let url):
      value["type"] = "website"
      value["url"] = .string(url)
    case .browser(let host):
      value["type"] = "browser"
      value["hostname"] = .string(host)
    case .unknown(let type): value["type"] = .string(type)
    }
    return value
  }

  /// The text with the files that it shows taken along to `assets`.
  private mutating func withAssets(_ text: String, _ challenge: Challenge) -> String {
    let folder =
      challenge.textOrigin == nil
      ? challenge.folder
      : TrackPaths.parent(of: files.path(ofDisplayed: challenge.file) ?? "")
    var text = text
    for written in MissingAsset.written(in: challenge) {
      guard let path = TrackPaths.resolved(written, from: folder), let bytes = files.bytes(path)
      else { continue }
      let target = path.hasPrefix("assets/") ? path : "assets/\(path.replacing("../", with: ""))"
      imported.files[target] = bytes
      carried.insert(path)
      for (open, close) in [("(", ")"), ("(", " "), ("\"", "\""), ("'", "'"), (": ", "\n")] {
        let place = target.replacing(" ", with: "%20")
        text = text.replacing("\(open)\(written)\(close)", with: "\(open)../\(place)\(close)")
      }
    }
    return text
  }

  private var lab: Value? {
    guard let lab = track.lab else { return nil }
    var sites: Value = [:]
    for site in lab.sites {
      var value: Value = [:]
      if !site.hosts.isEmpty { value["hosts"] = Value(site.hosts) }
      if let namespace = site.namespace { value["namespace"] = .string(namespace) }
      if let platform = site.platform { value["platform"] = .string(platform.rawValue) }
      if !site.files.isEmpty { value["files"] = Value(site.files) }
      sites[site.name] = value
    }
    var value: Value = ["sites": sites]
    if !labSteps.isEmpty { value["steps"] = .array(labSteps) }
    if !lab.profiles.isEmpty { value["profiles"] = Value(lab.profiles) }
    return value
  }

  private mutating func add(_ path: String, _ text: String) {
    imported.files[path] = Array(text.utf8)
  }

  private mutating func carry(displayed: String) {
    if let path = files.path(ofDisplayed: displayed) { carried.insert(path) }
  }

  private mutating func leaveOut(_ message: String, _ path: String, _ line: Int) {
    imported.leftOut.append(
      Finding(
        "left-out", .note, at: SourceLocation(file: files.displayed(path), line: line), message,
        remedy: "Nothing is needed unless the lab depends on it."))
  }
}

extension TrackWriter {
  /// Keys of descriptions that say something a track has a place for.
  private static let carriedKeys: Set<String> = [
    "title", "description", "details", "backend", "interface", "environment", "intro", "steps",
    "finish", "assets", "text", "verify", "foreground", "background", "answer", "solution", "code",
    "courseData", "imageid", "layout", "uilayout", "dashboards", "terminals", "uieditorpath",
    "items",
    "path", "name", "port", "href", "target", "file", "host01", "host02", "client",
    // Those of skewer.yaml.
    "subtitle", "overview", "prerequisites", "sites", "summary", "next_steps",
  ]

  private var description: String? {
    files.path(ofDisplayed: track.file).flatMap { files.text($0) }
      .flatMap { try? YAML.parseLocated($0.text) }?["description"]?.text
  }

  /// Marks the descriptions as carried, and lists the keys that nothing holds.
  fileprivate mutating func listDescriptions() {
    let names = ["index.json", "index.yaml", "structure.json"]
    for path in files.paths
    where carried.contains(path) && track.origin == .skewer
      || names.contains(TrackPaths.name(of: path))
    {
      guard let source = files.text(path), let node = try? YAML.parseLocated(source.text) else {
        continue
      }
      carried.insert(path)
      if track.origin == .skewer {
        for member in node.members where !Self.carriedKeys.contains(member.key) {
          leaveOut("The key \"\(member.key)\" is not carried over.", path, member.line)
        }
      } else {
        list(node, path)
        carryAssets(node, TrackPaths.parent(of: path))
      }
    }
  }

  private mutating func list(_ node: YAMLNode, _ path: String) {
    for member in node.members {
      if Self.carriedKeys.contains(member.key) {
        list(member.value, path)
      } else {
        leaveOut("The key \"\(member.key)\" is not carried over.", path, member.line)
      }
    }
    for item in node.items ?? [] { list(item, path) }
  }

  /// Assets whose text stands in the lab file.
  private mutating func carryAssets(_ node: YAMLNode, _ folder: String) {
    let held = Set(
      (track.lab?.sites ?? []).flatMap { $0.files.keys }.map { path in
        path.split { $0 == "/" || $0 == ":" }.last.map(String.init) ?? path
      })
    for path in files.paths where path.hasPrefix(TrackPaths.join(folder, "assets/")) {
      if held.contains(TrackPaths.name(of: path)) { carried.insert(path) }
    }
  }
}
