import Skupper

/// One flag of a `skupper` command, with what its usage says.
struct SkupperFlag: Sendable {
  let flag: Flag
  /// The word for its value, as in `string`; empty for a truth.
  let type: String
  /// The value that it has when it is not given; empty when there is nothing worth telling.
  let standard: String

  init(_ name: String, _ summary: String, standard: String = "") {
    self.init(name, nil, type: "string", summary, standard: standard)
  }

  init(_ name: String, _ short: Character, _ summary: String, standard: String = "") {
    self.init(name, short, type: "string", summary, standard: standard)
  }

  init(
    _ name: String, _ short: Character? = nil, type: String, _ summary: String,
    standard: String = ""
  ) {
    let kind: Flag.Kind =
      type.isEmpty ? .bool : ["strings", "stringArray"].contains(type) ? .list : .text
    flag = Flag(name, short, kind, summary)
    self.type = type
    self.standard = standard
  }
}

/// A command of `skupper`, or a group of commands.
struct SkupperCommand: Sendable {
  /// The command itself, or nothing for a group.
  typealias Body = @Sendable (SkupperCall) throws(SkupperError) -> Void

  let name: String
  /// What follows the name in usage, as in `<name>`.
  let operands: String
  let summary: String
  let flags: [SkupperFlag]
  let children: [SkupperCommand]
  let isHidden: Bool
  let body: Body?

  init(
    _ name: String, _ operands: String = "", _ summary: String, flags: [SkupperFlag] = [],
    isHidden: Bool = false, body: @escaping Body
  ) {
    self.name = name
    self.operands = operands
    self.summary = summary
    self.flags = flags
    children = []
    self.isHidden = isHidden
    self.body = body
  }

  init(group name: String, _ summary: String, _ children: [SkupperCommand]) {
    self.name = name
    operands = ""
    self.summary = summary
    flags = []
    self.children = children
    isHidden = false
    body = nil
  }

  /// Flags that every command of a release takes.
  static func globalFlags(_ profile: TextProfile) -> [SkupperFlag] {
    [
      SkupperFlag("context", "c", "The kubeconfig context to use"),
      SkupperFlag("kubeconfig", "Path to the kubeconfig file to use"),
      SkupperFlag("namespace", "n", "The Kubernetes namespace to use"),
      profile.version2 == nil
        ? SkupperFlag("platform", "The platform type to use [kubernetes, podman]")
        : SkupperFlag(
          "platform", "p", "The platform type to use [kubernetes, podman, docker, linux]"),
    ]
  }
}

/// Help and usage as the command library (Cobra) lays them out.
extension SkupperCommand {
  /// What `--help` prints.
  func help(path: [String], _ profile: TextProfile) -> String {
    "\(summary)\n\n\(usage(path: path, profile))"
  }

  /// What follows an error in how the command was called.
  func usage(path: [String], _ profile: TextProfile) -> String {
    let globals = Self.globalFlags(profile)
    let line = path.joined(separator: " ")
    var text = "Usage:\n"
    if body != nil {
      text += "  \(line)\(operands.isEmpty ? "" : " \(operands)") [flags]\n"
    }
    let shown = children.filter { !$0.isHidden }.sorted { $0.name < $1.name }
    if !shown.isEmpty {
      text += "  \(line) [command]\n\nAvailable Commands:\n"
      let width = max(11, shown.map(\.name.count).max() ?? 0)
      for child in shown { text += "  \(pad(child.name, width)) \(child.summary)\n" }
    }
    let own = flags + [SkupperFlag("help", "h", type: "", "help for \(name)")]
    let isRoot = path.count == 1
    text += "\nFlags:\n" + flagLines(isRoot ? own + globals : own)
    if !isRoot { text += "\nGlobal Flags:\n" + flagLines(globals) }
    if !shown.isEmpty {
      text += "\nUse \"\(line) [command] --help\" for more information about a command.\n"
    }
    return text
  }

  private func flagLines(_ flags: [SkupperFlag]) -> String {
    let sorted = flags.sorted { $0.flag.name < $1.flag.name }
    let left = sorted.map { flag in
      let short = flag.flag.short.map { "-\($0), " } ?? "    "
      return "  \(short)--\(flag.flag.name)" + (flag.type.isEmpty ? "" : " \(flag.type)")
    }
    let width = (left.map(\.count).max() ?? 0) + 3
    return zip(left, sorted).map { text, flag in
      let isText = flag.type == "string"
      let standard =
        flag.standard.isEmpty
        ? "" : " (default \(isText ? "\"\(flag.standard)\"" : flag.standard))"
      return pad(text, width) + flag.flag.summary + standard + "\n"
    }.joined()
  }

  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
