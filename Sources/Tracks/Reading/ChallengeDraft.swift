/// Reads what stands in front of a challenge's text.
import Documents
import Markdown
import YAML

/// A challenge whose text is not read yet.
struct ChallengeDraft {
  var challenge: Challenge
  var items: [OutlineItem]
  /// The lines of the file.
  var source: [Substring]

  /// A challenge from a file of its own.
  init(
    number: Int, folder: String, source: SourceFile, matter: FrontMatter, files: TrackFiles,
    findings: inout [Finding]
  ) {
    self.init(
      number: number, folder: folder, source: source, node: matter.node, body: matter.body,
      bodyLine: matter.bodyLine, files: files, findings: &findings)
  }

  /// A challenge of the older format, from the list in `track.yml`.
  init(
    number: Int, folder: String, source: SourceFile, node: YAMLNode, files: TrackFiles,
    findings: inout [Finding]
  ) {
    let assignment = node["assignment"]
    self.init(
      number: number, folder: folder, source: source, node: node, body: assignment?.text ?? "",
      bodyLine: (assignment?.line ?? node.line) + 1, files: files, findings: &findings)
  }

  /// What sites made of Markdown have in front of their pages besides.
  private static let pageKeys = [
    "tags", "description", "hide", "icon", "template", "status", "search", "date", "draft",
    "layout", "author", "authors", "categories", "weight", "permalink", "summary", "name", "lang",
    "image",
  ]

  private init(
    number: Int, folder: String, source: SourceFile, node: YAMLNode?, body: String, bodyLine: Int,
    files: TrackFiles, findings: inout [Finding]
  ) {
    if let node {
      findings += UnknownKeys.findings(
        in: node, known: Schema.assignment.keys + Self.pageKeys, owner: "The front matter",
        file: source.path)
    }
    let prepared = ActionMarks.prepared(body)
    let shown = ActionMarks.shown(prepared)
    let document = MarkdownDocument(shown, firstLine: bodyLine)
    let stem = source.path.split(separator: "/").last.map(String.init) ?? source.path
    let name = stem == "assignment.md" ? folder : String(stem.split(separator: ".").first ?? "")
    let items = OutlineBuilder.items(
      of: shown == prepared ? document : MarkdownDocument(prepared, firstLine: bodyLine))
    challenge = Challenge(
      number: number, slug: node?["slug"]?.text ?? Self.slug(name),
      title: node?["title"]?.text ?? Self.heading(items) ?? name,
      kind: node?["type"]?.text == "quiz" ? .quiz : .challenge, teaser: node?["teaser"]?.text,
      file: source.path,
      text: shown == body ? source.text : source.text.replacing(body, with: shown),
      folder: folder, difficulty: node?["difficulty"]?.text,
      timeLimit: node?["timelimit"]?.text.flatMap { Int($0) },
      notes: Self.notes(node?["notes"], source.path),
      tabs: Self.tabs(node?["tabs"], source.path, &findings), terminals: [], body: document,
      sections: [], blocks: [], steps: [], scripts: ScriptFiles(files: files).read(folder: folder),
      quiz: nil)
    if challenge.kind == .quiz {
      challenge.quiz = Quiz(
        question: body.trimmed, answers: node?["answers"]?.items?.compactMap(\.text) ?? [],
        solution: node?["solution"]?.items?.compactMap { $0.text.flatMap { Int($0) } } ?? [])
    }
    self.items = items
    self.source = challenge.text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// The text of the first heading.
  private static func heading(_ items: [OutlineItem]) -> String? {
    for item in items {
      if case .heading(_, let inlines) = item.kind { return inlines.plainText.trimmed }
    }
    return nil
  }

  /// Small letters and digits, joined by dashes.
  static func slug(_ name: String) -> String {
    let plain = name.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" }
    return String(plain).split(separator: "-").joined(separator: "-")
  }

  private static func notes(_ node: YAMLNode?, _ file: String) -> [Note] {
    (node?.items ?? []).compactMap { item in
      let location = SourceLocation(file: file, line: item.line, column: item.column)
      switch item["type"]?.text {
      case "image": return Note(content: .image(item["url"]?.text ?? ""), location: location)
      case "video": return Note(content: .video(item["url"]?.text ?? ""), location: location)
      default:
        return item["contents"]?.text.map { Note(content: .text($0), location: location) }
      }
    }
  }

  private static func tabs(
    _ node: YAMLNode?, _ file: String, _ findings: inout [Finding]
  ) -> [Tab] {
    var tabs: [Tab] = []
    for item in node?.items ?? [] where !item.members.isEmpty {
      let location = SourceLocation(file: file, line: item.line, column: item.column)
      findings += UnknownKeys.findings(
        in: item, known: Schema.tab.keys, owner: "The tab", file: file)
      let type = item["type"]?.text ?? ""
      let title = item["title"]?.text ?? type
      let kind = kind(of: item, type)
      if case .unknown = kind {
        let known = ["terminal", "code", "service", "website", "external", "browser"]
        let near = Spelling.nearest(to: type, in: known)
        findings.append(
          Finding(
            "tab-type", .warning, at: location,
            "The tab \"\(title)\" has the unknown type \"\(type)\".",
            remedy: near.map { "Did you mean \($0)?" }
              ?? "Use one of \(known.joined(separator: ", "))."
          ))
      } else if needsHost(kind), item["hostname"]?.text?.isEmpty ?? true {
        findings.append(
          Finding(
            "tab-host", .warning, at: location, "The tab \"\(title)\" names no host.",
            remedy: "Add `hostname:`."))
      }
      tabs.append(
        Tab(
          title: title, kind: kind, opensWindow: item["new_window"]?.value.bool ?? false,
          location: location))
    }
    return tabs
  }

  private static func needsHost(_ kind: Tab.Kind) -> Bool {
    switch kind {
    case .terminal, .code, .service, .browser: true
    case .website, .external, .unknown: false
    }
  }

  private static func kind(of item: YAMLNode, _ type: String) -> Tab.Kind {
    let host = item["hostname"]?.text ?? ""
    let path = item["path"]?.text ?? "/"
    switch type {
    case "terminal":
      return .terminal(host: host, command: item["cmd"]?.text, directory: item["workdir"]?.text)
    case "code": return .code(host: host, path: path)
    case "service":
      return .service(host: host, port: item["port"]?.text.flatMap { Int($0) } ?? 80, path: path)
    case "website": return .website(url: item["url"]?.text ?? "")
    case "external": return .external(url: item["url"]?.text ?? "")
    case "browser": return .browser(host: host)
    default: return .unknown(type)
    }
  }
}
