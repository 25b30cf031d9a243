/// Links that lead nowhere inside of the page.
import Markdown

enum BrokenLink: Rule {
  static let id = "broken-link"
  static let summary = "A link leads to a heading or a definition that the page does not have."
  static let severity = Finding.Severity.warning
  static let guide = """
    `[text](#a-heading)` leads to the heading "A heading": small letters, blanks as dashes, other
    signs left out. `[text][name]` needs a line `[name]: https://…` somewhere on the page. Headings
    that were renamed leave such links behind.
    """

  static func findings(in context: RuleContext) -> [Finding] {
    context.track.challenges.flatMap { challenge -> [Finding] in
      // Most pages have no such link, and looking for what it could lead to takes longest.
      lazy var anchors = anchors(of: challenge)
      return OutlineBuilder.items(of: challenge.body).flatMap { item -> [Finding] in
        let place = SourceLocation(
          file: challenge.file, line: item.lines.lowerBound, column: item.column)
        let inlines = item.inlines ?? []
        let broken = inlines.destinations.compactMap { written -> Finding? in
          guard let name = target(written) else { return nil }
          if anchors.contains(name.lowercased()) { return nil }
          let near = Spelling.nearest(to: name, in: anchors.sorted())
          return Finding(
            id, .warning, at: place, "\"\(written)\" leads to no heading of this page.",
            remedy: near.map { "Did you mean #\($0)?" } ?? "Write a heading of the page.")
        }
        return broken + undefined(inlines, at: place)
      }
    }
  }

  /// The heading that a link of the page leads to.
  private static func target(_ written: String) -> String? {
    if written.hasPrefix("#"), written.count > 1 { return String(written.dropFirst()) }
    if written.hasPrefix("section--") { return nil }
    return written.hasPrefix("section-") ? String(written.dropFirst("section-".count)) : nil
  }

  /// `[text][name]` whose name is never defined stays in the text as it is.
  private static func undefined(_ inlines: [MarkdownInline], at place: SourceLocation) -> [Finding]
  {
    let texts = inlines.map { piece in
      if case .text(let text) = piece { text } else { piece == .softBreak ? " " : "\u{1}" }
    }
    let text = texts.joined()
    guard text.contains("][") else { return [] }
    return text.matches(of: /\[[^\[\]\u{1}]+\]\[([A-Za-z][^\[\]\u{1}]*)\]/).map { match in
      Finding(
        id, .warning, at: place, "The link \"\(match.0)\" is never defined.",
        remedy: "Add a line such as [\(match.1)]: https://… to the page.")
    }
  }

  /// The names under which places of a page can be reached.
  private static func anchors(of challenge: Challenge) -> Set<String> {
    var anchors: Set<String> = ["top", "_top"]
    for section in challenge.sections {
      let slug = slug(section.title)
      var name = slug
      var number = 1
      while !anchors.insert(name).inserted, number < 1000 {
        name = "\(slug)-\(number)"
        number += 1
      }
    }
    for match in challenge.text.matches(
      of: /(?:id|name)=["']?([A-Za-z0-9_.-]+)|\{[^{}\n]*#([A-Za-z0-9_-]+)/)
    {
      if let name = match.1 ?? match.2 { anchors.insert(name.lowercased()) }
    }
    return anchors
  }

  /// A heading as GitHub names it.
  private static func slug(_ title: String) -> String {
    let kept = title.lowercased().filter {
      $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_"
    }
    return kept.replacing(" ", with: "-")
  }
}

extension [MarkdownInline] {
  /// Where the links of a text lead, buttons included.
  var destinations: [String] {
    flatMap { piece -> [String] in
      switch piece {
      case .link(let destination, _, let inner): [destination] + inner.destinations
      case .emphasis(let inner), .strong(let inner): inner.destinations
      default: []
      }
    }
  }
}
