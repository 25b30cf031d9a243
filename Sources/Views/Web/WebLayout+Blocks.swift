import Emulation

extension WebLayout {
  mutating func addBlock(_ element: HTMLElement, _ context: WebContext, _ flow: inout WebFlow) {
    switch element.name {
    case _ where element["role"] == "alert":
      barred(element, theme[.warning], context, &flow)
    case "h1", "h2", "h3", "h4", "h5", "h6": heading(element, context, &flow)
    case "ul", "ol", "menu", "dir":
      context.isBar ? bar(element, context, &flow) : list(element, context, &flow)
    case "li": item(element, glyphs.bullets[0], context, &flow)
    case "dd": indented(element, by: 4, context, &flow)
    case "dt", "legend": line(element, context.adding(theme[.strong]), &flow)
    case "figcaption", "address": line(element, context.adding(theme[.emphasis]), &flow)
    case "summary":
      flow.flush()
      flow.add(glyphs.arrowDown + " ", theme[.strong])
      line(element, context.adding(theme[.strong]), &flow, begins: false)
    case "details": details(element, context, &flow)
    case "hr":
      flow.gap()
      flow.add([WebLine(line: Line(repeated(glyphs.horizontal, flow.columns), theme[.dim]))])
      flow.gap()
    case "pre", "listing", "xmp": verbatim(element, context, &flow)
    case "blockquote":
      barred(element, theme[.dim], context.adding(theme[.quote]), &flow)
    case "table": table(element, context, &flow)
    case "nav":
      var inside = context
      inside.isBar = element.first { !Self.barParts.contains($0.name) } == nil
      separate(element, inside, &flow)
    case "p", "section", "article", "aside", "main", "header", "footer", "form", "fieldset",
      "figure", "dl", "search", "hgroup":
      separate(element, context, &flow)
    default: line(element, context, &flow)
    }
  }

  /// What a bar of links consists of.
  private static let barParts: Set<String> = [
    "ul", "ol", "menu", "li", "a", "span", "div", "b", "strong", "em", "i", "svg", "img", "small",
    "button", "label", "path", "br",
  ]

  private mutating func separate(
    _ element: HTMLElement, _ context: WebContext, _ flow: inout WebFlow
  ) {
    flow.gap()
    add(element.children, context, &flow)
    flow.gap()
  }

  private mutating func line(
    _ element: HTMLElement, _ context: WebContext, _ flow: inout WebFlow, begins: Bool = true
  ) {
    if begins { flow.flush() }
    add(element.children, context, &flow)
    flow.flush()
  }

  private mutating func heading(
    _ element: HTMLElement, _ context: WebContext, _ flow: inout WebFlow
  ) {
    let style = theme[element.name <= "h2" ? .heading : .subheading]
    var inside = WebFlow(columns: flow.columns)
    add(element.children, context.adding(style), &inside)
    inside.flush()
    var lines = inside.lines
    guard !lines.isEmpty else { return }
    if element.name == "h1" {
      let width = lines.map(\.line.width).max() ?? 0
      lines.append(WebLine(line: Line(repeated(glyphs.horizontal, width), style)))
    }
    flow.gap()
    flow.add(lines)
    flow.gap()
  }

  private mutating func verbatim(
    _ element: HTMLElement, _ context: WebContext, _ flow: inout WebFlow
  ) {
    let indent = indent(2, of: flow.columns)
    var inside = WebFlow(columns: flow.columns - indent)
    inside.isVerbatim = true
    inside.wrapMark = Line(glyphs.wrapMark, theme[.dim])
    add(element.children, context.adding(theme[.code]), &inside)
    inside.flush()
    let prefix = Line(repeated(" ", indent))
    flow.gap()
    flow.add(inside.lines.map { $0.behind(prefix) })
    flow.gap()
  }

  /// Something that is set apart by a bar at its side.
  private mutating func barred(
    _ element: HTMLElement, _ style: Style, _ context: WebContext, _ flow: inout WebFlow
  ) {
    flow.gap()
    inset(element.children, behind: Line(glyphs.quoteBar + " ", style), context, &flow)
    flow.gap()
  }

  private mutating func details(
    _ element: HTMLElement, _ context: WebContext, _ flow: inout WebFlow
  ) {
    flow.gap()
    var rest = element
    if let summary = element.elements.first(where: { $0.name == "summary" }) {
      add(summary, context, &flow)
      rest.children.removeAll { $0.element?.index == summary.index }
    } else {
      flow.add(glyphs.arrowDown + " Details", theme[.strong])
    }
    indented(rest, by: 2, context, &flow)
    flow.gap()
  }

  private mutating func indented(
    _ element: HTMLElement, by columns: Int, _ context: WebContext, _ flow: inout WebFlow
  ) {
    inset(element.children, behind: Line(repeated(" ", columns)), context, &flow)
  }

  /// Adds lines behind something that stands in front of each of them, where there is room for it.
  private mutating func inset(
    _ children: [HTMLNode], behind prefix: Line, _ context: WebContext, _ flow: inout WebFlow
  ) {
    flow.flush()
    guard indent(prefix.width, of: flow.columns) > 0 else {
      add(children, context, &flow)
      flow.flush()
      return
    }
    let isBlank = prefix.text.allSatisfy { $0 == " " }
    let inside = lines(of: children, columns: flow.columns - prefix.width, context)
    flow.add(inside.map { isBlank && $0.line.runs.isEmpty ? $0 : $0.behind(prefix) })
  }
}

extension WebLayout {
  private mutating func list(
    _ element: HTMLElement, _ context: WebContext, _ flow: inout WebFlow
  ) {
    context.listDepth == 0 ? flow.gap() : flow.flush()
    var marks = marks(of: element, context.listDepth)[...]
    var inside = context
    inside.listDepth += 1
    for child in element.children {
      guard case .element(let part) = child, !part.isHidden else {
        if case .text = child { add([child], context, &flow) }
        continue
      }
      if part.name == "li" {
        item(part, marks.popFirst() ?? "", inside, &flow)
      } else {
        var wrapped = part
        wrapped.children = [child]
        indented(wrapped, by: 2, inside, &flow)
      }
    }
    context.listDepth == 0 ? flow.gap() : flow.flush()
  }

  private mutating func item(
    _ element: HTMLElement, _ mark: String, _ context: WebContext, _ flow: inout WebFlow
  ) {
    flow.flush()
    if let name = element["id"] { flow.mark(name) }
    let width = displayWidth(of: mark) + 1
    let indent = indent(width, of: flow.columns)
    let first = Line(mark + " ", theme[.subheading])
    guard indent > 0 else {
      flow.add(first.text, theme[.subheading])
      add(element.children, context, &flow)
      flow.flush()
      return
    }
    let rest = Line(repeated(" ", indent))
    let inside = lines(of: element.children, columns: flow.columns - indent, context)
    if inside.isEmpty { flow.add([WebLine(line: first)]) }
    flow.add(inside.enumerated().map { index, line in line.behind(index == 0 ? first : rest) })
  }

  /// A list of links in one line, as it stands at the top of pages.
  private mutating func bar(
    _ element: HTMLElement, _ context: WebContext, _ flow: inout WebFlow
  ) {
    for item in element.elements where !item.isHidden {
      if !flow.isAtLineStart { flow.add(" \(glyphs.vertical) ", theme[.dim]) }
      add(item.name == "li" ? item.children : [.element(item)], context, &flow)
    }
  }

  /// What stands in front of the items of a list, all of the same width.
  private func marks(of list: HTMLElement, _ depth: Int) -> [String] {
    let items = list.elements.filter { $0.name == "li" && !$0.isHidden }
    guard list.name == "ol" else {
      return items.map { _ in glyphs.bullets[depth % glyphs.bullets.count] }
    }
    let isReversed = list.has("reversed")
    var next = list["start"].flatMap { Int($0) } ?? (isReversed ? items.count : 1)
    let marks = items.map { item in
      let number = item["value"].flatMap { Int($0) } ?? next
      next = number &+ (isReversed ? -1 : 1)
      return Self.ordinal(number, list["type"]) + "."
    }
    let width = marks.map(\.count).max() ?? 0
    return marks.map { repeated(" ", width - $0.count) + $0 }
  }

  private static func ordinal(_ number: Int, _ type: String?) -> String {
    guard (1..<4000).contains(number), let type, "aAiI".contains(type) else { return "\(number)" }
    var text = ""
    var rest = number
    if type.lowercased() == "a" {
      while rest > 0 {
        rest -= 1
        text = String(Unicode.Scalar(UInt8(97 + rest % 26))) + text
        rest /= 26
      }
    } else {
      let signs = [
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
        (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
      ]
      for (value, sign) in signs {
        while rest >= value {
          text += sign
          rest -= value
        }
      }
    }
    return type == type.uppercased() ? text.uppercased() : text
  }
}
