/// Commands that fetch programs or manifests from the internet, which a lab has already.
enum FetchingCommands {
  /// What one command does, as far as fetching is concerned.
  private enum Kind: Hashable {
    /// It installs what it fetches.
    case installs(String)
    case downloads(String)
    /// It only matters to an installation: it unpacks, moves, asks for a version.
    case prepares
    case other
  }

  /// Programs that install packages, by the words that make them do so.
  private static let installers: [String: Set<String>] = [
    "apt": ["install", "update", "upgrade"], "apt-get": ["install", "update", "upgrade"],
    "dnf": ["install"], "yum": ["install"], "zypper": ["install"], "brew": ["install"],
    "snap": ["install"], "pacman": ["-S", "-Sy"], "apk": ["add"], "choco": ["install"],
    "winget": ["install"], "krew": ["install"],
  ]

  private static let shells: Set<String> = ["sh", "bash", "zsh", "ksh"]

  private static let manifestVerbs: Set<String> = ["apply", "create", "replace"]

  /// Programs that only get an installation ready.
  private static let preparing: Set<String> = [
    "chmod", "tar", "unzip", "gunzip", "mv", "cp", "install", "mkdir", "ln", "rm", "source", ".",
    "hash", "which", "rehash",
  ]

  /// Why commands that do nothing but fetch and install are left out; nothing where they do more.
  static func reason(for commands: [Command]) -> String? {
    let kinds = commands.map { kind(of: $0.text) }
    guard !kinds.contains(.other) else { return nil }
    for case .installs(let reason) in kinds { return reason }
    guard kinds.contains(.prepares) else { return nil }
    for case .downloads(let reason) in kinds { return reason }
    return nil
  }

  private static func kind(of command: String) -> Kind {
    let parts = simpleCommands(in: command)
    let programs = parts.map(program)
    let host = publicHost(in: command)
    let fetches = programs.contains { $0 == "curl" || $0 == "wget" }
    let inShell =
      shells.contains(programs.first ?? "")
      && ["$(curl", "<(curl", "$(wget", "<(wget"].contains(where: command.contains)
    if let host, inShell || fetches && programs.dropFirst().contains(where: shells.contains) {
      return .installs(
        "it installs a program from \(host), and the lab's programs are here already")
    }
    for (part, program) in zip(parts, programs) {
      if let verbs = installers[program], part.contains(where: verbs.contains) {
        return .installs("it installs packages on the machine, which a lab leaves as it is")
      }
      if let host, program == "kubectl" || program == "oc",
        part.contains(where: manifestVerbs.contains)
      {
        return .installs("it fetches manifests from \(host), and a lab's sites reach no internet")
      }
    }
    if let host, fetches, parts.count == 1 {
      return .downloads("it installs what it downloads from \(host), and the lab has it already")
    }
    let isPreparing = zip(parts, programs).allSatisfy { part, program in
      preparing.contains(program)
        || part.first == "export" && part.contains { $0.hasPrefix("PATH=") }
        || part.dropFirst().allSatisfy { ["version", "--version", "-v", "--help"].contains($0) }
          && part.count == 2
    }
    return isPreparing && !parts.isEmpty ? .prepares : .other
  }

  /// The words of each simple command; quotes are only taken off.
  private static func simpleCommands(in text: String) -> [[String]] {
    var parts: [[String]] = [[]]
    for word in text.split(whereSeparator: \.isWhitespace).map(String.init) {
      if ["|", "||", "&&", ";", "&"].contains(word) {
        parts.append([])
        continue
      }
      let ends = word.hasSuffix(";")
      parts[parts.count - 1].append(
        (ends ? String(word.dropLast()) : word).filter { $0 != "\"" && $0 != "'" })
      if ends { parts.append([]) }
    }
    return parts.filter { !$0.isEmpty }
  }

  private static func program(of words: [String]) -> String {
    let word = words.first { word in
      word != "sudo" && !word.hasPrefix("-") && !isAssignment(word)
    }
    return word?.split(separator: "/").last.map(String.init) ?? ""
  }

  static func isAssignment(_ word: String) -> Bool {
    guard let equals = word.firstIndex(of: "=") else { return false }
    return word[..<equals].allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
  }

  /// The first host of the internet that an address in the text names.
  private static func publicHost(in text: String) -> String? {
    var rest = text[...]
    while let mark = rest.firstRange(of: "://") {
      let scheme = rest[..<mark.lowerBound].suffix(5)
      rest = rest[mark.upperBound...]
      guard scheme.hasSuffix("http") || scheme == "https" else { continue }
      let host = rest.prefix { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" }
      let name = host.split(separator: ".").last ?? ""
      let isName = host.contains(".") && name.contains(where: \.isLetter)
      if isName, !["local", "localhost", "svc", "internal"].contains(name) { return String(host) }
    }
    return nil
  }
}
