import Emulation
import Markdown

extension PageLayout {
  /// A fence in a box whose title says what it is for. What is to be typed has a solid border, what
  /// is to be seen a dashed one.
  func fence(_ code: MarkdownCode, source: Int, columns: Int) -> [PageLine] {
    let look = settings.fences(source)
    guard look.kind != .hidden else { return [] }
    let (textRole, borderRole) = roles(look.kind)
    let border = theme[borderRole]
    let isDashed = look.kind == .output
    let side = isDashed ? glyphs.dashedVertical : glyphs.vertical
    let edge = isDashed ? glyphs.dashedHorizontal : glyphs.horizontal
    let inner = max(1, columns - 4)

    var title = Line(repeated(edge, 1), border)
    if let text = self.title(look) { title += Line(" \(text) ", border) }
    if let standing = look.standing, standing != .open {
      title += Line("\(standing.sign(glyphs)) \(standing.word) ", theme[standing.role])
    }
    title = title.truncated(to: columns - 2, glyphs)
    var lines = [
      Line(glyphs.topLeft, border) + title
        + Line(repeated(edge, columns - 2 - title.width) + glyphs.topRight, border)
    ]
    var text = code.literal
    if text.hasSuffix("\n") { text.removeLast() }
    for row in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let mark = displayWidth(of: glyphs.wrapMark)
      let pieces = Line(String(row), theme[textRole]).broken(at: inner, markWidth: mark)
      for (index, piece) in pieces.enumerated() {
        let goesOn = index < pieces.count - 1
        let content =
          goesOn
          ? piece.padded(to: inner - mark) + Line(glyphs.wrapMark, theme[.dim])
          : piece.padded(to: inner)
        lines.append(Line(side + " ", border) + content + Line(" " + side, border))
      }
    }
    lines.append(
      Line(glyphs.bottomLeft + repeated(edge, columns - 2) + glyphs.bottomRight, border))
    return lines.map { PageLine(line: $0, source: source, fence: source) }
  }

  private func title(_ look: FenceLook) -> String? {
    switch look.kind {
    case .command: "\(glyphs.run) \(look.title ?? "run")"
    case .output: look.title ?? "expected output"
    case .content: look.title ?? "to read"
    case .display, .hidden: look.title
    }
  }

  private func roles(_ kind: FenceLook.Kind) -> (text: Role, border: Role) {
    switch kind {
    case .command: (.command, .commandBorder)
    case .output: (.output, .outputBorder)
    case .content: (.content, .contentBorder)
    case .display, .hidden: (.content, .border)
    }
  }
}
