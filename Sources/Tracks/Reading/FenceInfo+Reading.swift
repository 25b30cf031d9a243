/// What stands behind a fence's opening mark, in the spellings of several platforms.
extension FenceInfo {
  /// Reads `bash,run`, `,nocopy`, `bash title="x"`, `{.bash .run}`, `bash{{execute}}`; what an author
  /// of ours says in braces is none of it.
  init(_ raw: String, isFence: Bool) {
    self.raw = raw
    self.isFence = isFence
    var text = raw.contains("{") ? FenceAttributes(raw).rest : raw
    title = nil
    // Most fences name their language and nothing more.
    let hasValues = text.contains("=")
    if hasValues, let match = text.firstMatch(of: /title\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))/) {
      title = (match.1 ?? match.2 ?? match.3).map(String.init)
      text.removeSubrange(match.range)
    }
    if hasValues {
      text = text.replacing(/[A-Za-z_-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s,}]+)/, with: " ")
    }
    var found = text.lowercased().split { ", \t{}.".contains($0) }.map(String.init)
    words = []
    language = nil
    if let first = found.first, !Self.knownWords.contains(first) {
      language = first
      found.removeFirst()
    }
    words = Set(found)
  }

  /// Whether its language is a shell's, in which `#` begins a comment.
  var isShell: Bool { ["bash", "sh", "shell", "zsh", "ksh"].contains(language ?? "") }

  /// Words that say how a block is shown or used, and are no languages.
  static let knownWords: Set<String> = [
    "run", "execute", "exec", "copy", "nocopy", "wrap", "line-numbers", "output", "interrupt",
    "noeval", "norun", "open", "no-newline", "ctrl-seq",
  ]

  /// Whether it is a mark such as `{{execute}}`, which a click runs.
  var isAction: Bool { raw.contains("{{") && (words.contains("exec") || words.contains("execute")) }

  /// The number of the terminal that a mark such as `{{execute T2}}` names.
  var terminalNumber: Int? {
    words.lazy.compactMap { $0.first == "t" ? Int($0.dropFirst()) : nil }.first { $0 > 0 }
  }

  /// The host that a mark such as `{{execute HOST2}}` names.
  var hostName: String? {
    let number = words.lazy.compactMap { word in
      word.hasPrefix("host") ? Int(word.dropFirst(4)) : nil
    }.first { $0 > 0 }
    return number.map { $0 < 10 ? "host0\($0)" : "host\($0)" }
  }
}
