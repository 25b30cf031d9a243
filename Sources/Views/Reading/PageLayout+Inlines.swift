import Emulation
import Markdown

extension PageLayout {
  /// A paragraph's text as one line, before it is wrapped. Line feeds stand where it has to break.
  mutating func line(of inlines: [MarkdownInline]) -> Line {
    var line = Line()
    var tags: [HTMLTag] = []
    add(inlines, Style(), nil, &tags, to: &line)
    return line
  }

  private mutating func add(
    _ inlines: [MarkdownInline], _ style: Style, _ link: Int?, _ tags: inout [HTMLTag],
    to line: inout Line
  ) {
    for inline in StruckText.marked(inlines) {
      let look = tags.reduce(style) { $0.adding(self.style(of: $1)) }
      switch inline {
      case .text(let text): line.runs.append(Run(text, look, link: link))
      case .code(let text):
        line.runs.append(Run(text, look.adding(theme[.code]), link: link))
      case .softBreak: line.runs.append(Run(" ", look, link: link))
      case .hardBreak: line.runs.append(Run("\n", look))
      case .emphasis(let inner):
        add(inner, style.adding(theme[.emphasis]), link, &tags, to: &line)
      case .strong(let inner):
        add(inner, style.adding(theme[.strong]), link, &tags, to: &line)
      case .link(let destination, _, let inner):
        let number = remember(inner.plainText, destination, isImage: false)
        add(inner, style.adding(theme[.link]), number, &tags, to: &line)
        line.runs.append(Run(" [\(number)]", theme[.dim], link: number))
      case .image(let source, let title, let inner):
        let words = inner.isEmpty ? title : inner.plainText
        line.runs.append(contentsOf: caption(words, source).runs)
      case .html(let text):
        for piece in HTMLTag.pieces(of: text) {
          guard case .tag(let tag) = piece else { continue }
          apply(tag, &tags, to: &line)
        }
      }
    }
  }

  /// What is shown of a picture: what it shows, and the number that opens it.
  mutating func caption(_ words: String, _ source: String) -> Line {
    let number = remember(words, source, isImage: true)
    let text = words.isEmpty ? "picture" : "picture: \(words)"
    return Line([
      Run("[\(text)]", theme[.link], link: number), Run(" [\(number)]", theme[.dim], link: number),
    ])
  }

  /// The text of an HTML block: its tags stand for the little that a terminal can show of them.
  mutating func html(_ text: String, _ columns: Int) -> [Line] {
    var line = Line()
    var tags: [HTMLTag] = []
    for piece in HTMLTag.pieces(of: text) {
      switch piece {
      case .tag(let tag): apply(tag, &tags, to: &line)
      case .text(let text):
        let words = text.split { $0.isWhitespace }.joined(separator: " ")
        guard !words.isEmpty, !tags.contains(where: \.isSilent) else { continue }
        let needsBlank = line.runs.last.map { !$0.text.hasSuffix("\n") } ?? false
        let begins = text.first?.isWhitespace == true
        let look = tags.reduce(Style()) { $0.adding(style(of: $1)) }
        line.runs.append(Run((needsBlank && begins ? " " : "") + words, look))
      }
    }
    while line.runs.last?.text == "\n" { line.runs.removeLast() }
    return line.runs.isEmpty ? [] : line.wrapped(to: columns)
  }

  private mutating func apply(_ tag: HTMLTag, _ tags: inout [HTMLTag], to line: inout Line) {
    if tag.name == "img" {
      line += caption(tag.attributes["alt"] ?? "", tag.attributes["src"] ?? "")
    } else if tag.breaksLine, line.runs.last.map({ $0.text != "\n" }) ?? false {
      line.runs.append(Run("\n"))
    }
    guard !tag.isVoid else { return }
    if !tag.isClosing {
      tags.append(tag)
    } else if let index = tags.lastIndex(where: { $0.name == tag.name }) {
      if tag.name == "a", let destination = tags[index].attributes["href"] {
        let number = remember(destination, destination, isImage: false)
        line.runs.append(Run(" [\(number)]", theme[.dim], link: number))
      }
      tags.removeSubrange(index...)
    }
  }

  private func style(of tag: HTMLTag) -> Style {
    switch tag.name {
    case "b", "strong", "th", "summary", "h1", "h2", "h3", "h4": theme[.strong]
    case "i", "em": theme[.emphasis]
    case "code", "tt", "samp", "pre": theme[.code]
    case "kbd": theme[.key]
    case "a": theme[.link]
    case "del", "s", "strike": Style(attributes: [.struck, .faint])
    default: Style()
    }
  }

  private mutating func remember(_ title: String, _ destination: String, isImage: Bool) -> Int {
    links.append(PageLink(title: title, destination: destination, isImage: isImage))
    return links.count
  }
}
