/// The one site of a course's scenarios, and the files that lie on its hosts from the start.
import Documents
import YAML

struct ScenarioAssets {
  private var site: LabSite?
  /// The texts of each host, by their paths.
  private var texts: [String: [String: String]] = [:]
  private(set) var findings: [Finding] = []

  /// Takes in a scenario whose tabs are on these hosts.
  mutating func add(
    _ node: YAMLNode, _ source: SourceFile, _ folder: String, hosts: [String], files: TrackFiles
  ) {
    let place = SourceLocation(file: source.path, line: node.line)
    var own = site ?? LabSite(name: "cluster", location: place)
    for host in hosts where !own.hosts.contains(host) { own.hosts.append(host) }
    if own.hosts.isEmpty { own.hosts = [KillercodaReader.first] }
    if site == nil {
      let image = node["backend"]?["imageid"]?.text ?? ""
      own.platform = image.hasPrefix("openshift") ? .openshift : .kubernetes
    }
    for member in node["details"]?["assets"]?.members ?? [] {
      // A second machine may have files and no terminal; others are where the first terminal is.
      if member.key.hasPrefix("host"), !own.hosts.contains(member.key) {
        own.hosts.append(member.key)
      }
      let host = own.hosts.contains(member.key) ? member.key : own.hosts[0]
      for asset in member.value.items ?? [] { add(asset, source, folder, files, to: host) }
    }
    site = own
  }

  /// What the scenarios say of the site; nothing where there was none.
  func lab(file: String) -> LabFile? {
    guard var site else { return nil }
    for (host, texts) in texts {
      for (path, text) in texts {
        site.files[site.hosts.count == 1 ? path : "\(host):\(path)"] = text
      }
    }
    var lab = LabFile(file: file)
    lab.sites = [site]
    return lab
  }

  private mutating func add(
    _ asset: YAMLNode, _ source: SourceFile, _ folder: String, _ files: TrackFiles, to host: String
  ) {
    let pattern = asset["file"]?.text ?? ""
    let root = TrackPaths.join(folder, "assets/")
    let found = files.paths.filter { path in
      path.hasPrefix(root) && Glob.matches(String(path.dropFirst(root.count)), pattern)
    }
    let place = SourceLocation(file: source.path, line: asset.line, column: asset.column)
    if found.isEmpty {
      findings.append(
        Finding(
          "missing-asset", .warning, at: place, "No file of assets is \"\(pattern)\".",
          remedy: "Add the file below assets, or correct the name."))
    }
    var target = asset["target"]?.text ?? "/"
    if target == "~" || target.hasPrefix("~/") { target = "root" + target.dropFirst() }
    let below = target.split(separator: "/").joined(separator: "/")
    for path in found {
      let name = TrackPaths.name(of: path)
      guard let bytes = files.bytes(path), let text = String(validating: bytes, as: UTF8.self)
      else {
        leaveOut(
          "The file \"\(name)\" is no text, and is not put on the host.",
          "Make it in a setup script.", .warning, at: place)
        continue
      }
      let goal = TrackPaths.join(below, name)
      if let there = texts[host]?[goal], there != text {
        leaveOut(
          "An earlier scenario puts another \"\(goal)\" on \(host), and that one counts.",
          "Give the two files different names, or write the file in a setup script.", .warning,
          at: place)
      } else {
        texts[host, default: [:]][goal] = text
      }
    }
    if let mode = asset["chmod"]?.text, mode.contains("x") {
      leaveOut(
        "The file \"\(pattern)\" should be made executable with \(mode), and is not.",
        "Run chmod in a setup script.", .note, at: place)
    }
  }

  private mutating func leaveOut(
    _ message: String, _ remedy: String, _ severity: Finding.Severity, at place: SourceLocation
  ) {
    findings.append(Finding("left-out", severity, at: place, message, remedy: remedy))
  }
}

extension SiteDescription {
  /// The files of one of a site's hosts: `host02:root/a` is for that host alone, any other path for
  /// all of them.
  package static func files(
    _ files: [String: String], ofHost host: String, among hosts: [String]
  ) -> [String: String] {
    var own: [String: String] = [:]
    for (path, text) in files {
      guard let colon = path.firstIndex(of: ":"), hosts.contains(String(path[..<colon])) else {
        own[path] = own[path] ?? text
        continue
      }
      if path[..<colon] == host { own[String(path[path.index(after: colon)...])] = text }
    }
    return own
  }
}

/// Names of files as patterns: `*`, `*.yaml`, `**/*.txt`.
enum Glob {
  static func matches(_ path: String, _ pattern: String) -> Bool {
    matches(path[...], pattern[...])
  }

  private static func matches(_ path: Substring, _ pattern: Substring) -> Bool {
    var (path, pattern) = (path, pattern)
    while let next = pattern.first {
      if next == "*" {
        let crosses = pattern.hasPrefix("**")
        var rest = pattern.drop { $0 == "*" }
        if crosses, rest.first == "/" { rest = rest.dropFirst() }
        if !rest.contains("*") {
          // The last star: what follows it must end the path.
          guard path.count >= rest.count, path.hasSuffix(rest) else { return false }
          return crosses || !path.dropLast(rest.count).contains("/")
        }
        while true {
          if matches(path, rest) { return true }
          guard let first = path.first, crosses || first != "/" else { return false }
          path = path.dropFirst()
        }
      }
      guard path.first == next else { return false }
      path = path.dropFirst()
      pattern = pattern.dropFirst()
    }
    return path.isEmpty
  }
}
