import Emulation

/// What can be reached on a page, by its number.
enum WebTarget: Hashable, Sendable {
  case link(title: String, destination: String)
  case control(Int)
  case option(control: Int, option: Int)
}

/// What goes on from an element to those in it.
struct WebContext {
  var style = Style()
  /// The number of the link around it.
  var link: Int?
  var listDepth = 0
  /// Whether its words stand elsewhere.
  var isMuted = false
  /// Whether lists are written in one line.
  var isBar = false

  func adding(_ style: Style) -> WebContext {
    var context = self
    context.style = self.style.adding(style)
    return context
  }
}

/// Lays out the elements of a web page, each within the columns that its container leaves it.
struct WebLayout {
  let forms: WebForms
  let look: Look
  /// What numbers stand for; the first is 1.
  var targets: [WebTarget] = []
  /// The fields and buttons as they are drawn, by their numbers: the text only keeps room for them.
  var boxes: [Int: WebBox] = [:]
  private(set) var controls: [Int: Int] = [:]

  init(_ forms: WebForms, _ look: Look) {
    self.forms = forms
    self.look = look
    for (index, control) in forms.controls.enumerated() { controls[control.element] = index }
  }

  var theme: Theme { look.theme }
  var glyphs: Glyphs { look.glyphs }

  /// The lines of what is in an element.
  mutating func lines(
    of children: [HTMLNode], columns: Int, _ context: WebContext = WebContext()
  ) -> [WebLine] {
    var flow = WebFlow(columns: columns)
    add(children, context, &flow)
    flow.flush()
    return flow.lines
  }

  mutating func add(_ children: [HTMLNode], _ context: WebContext, _ flow: inout WebFlow) {
    for child in children {
      switch child {
      case .text(let text):
        if !context.isMuted { flow.add(text, context.style, link: context.link) }
      case .element(let element): add(element, context, &flow)
      }
    }
  }

  mutating func add(_ element: HTMLElement, _ context: WebContext, _ flow: inout WebFlow) {
    guard !element.isHidden else { return }
    if let name = element["id"] ?? (element.name == "a" ? element["name"] : nil) {
      flow.mark(name)
    }
    if let control = controls[element.index] {
      add(forms.controls[control], control, element, context, &flow)
    } else if HTMLKind(element.name).isBlock {
      addBlock(element, context, &flow)
    } else {
      addInline(element, context, &flow)
    }
  }

  /// How many columns of a container's so many go to the left of what is in it.
  func indent(_ wanted: Int, of columns: Int) -> Int { columns - wanted >= 10 ? wanted : 0 }

  func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: max(0, count))
  }

  /// Gives something the next number.
  mutating func number(_ target: WebTarget) -> Int {
    targets.append(target)
    return targets.count
  }

  /// The number as it stands behind what it belongs to.
  func suffix(_ number: Int) -> Line {
    Line([Run(" [\(number)]", theme[.dim], link: number)])
  }
}

extension WebLayout {
  private mutating func addInline(
    _ element: HTMLElement, _ context: WebContext, _ flow: inout WebFlow
  ) {
    switch element.name {
    case "a", "area": link(element, context, &flow)
    case "img", "image": image(element, context, &flow)
    case "br": flow.isVerbatim ? flow.add("\n") : flow.breakLine()
    case "svg":
      let title = element.first { $0.name == "title" }?.words ?? element["aria-label"] ?? ""
      if !title.isEmpty { picture(title, context, &flow) }
    case "iframe", "frame": embedded(element, "frame", context, &flow)
    case "video", "audio": embedded(element, element.name, context, &flow)
    case "q":
      let isPlain = glyphs.horizontal == "-"
      flow.add(isPlain ? "\"" : "“", context.style, link: context.link)
      add(element.children, context, &flow)
      flow.add(isPlain ? "\"" : "”", context.style, link: context.link)
    case "label":
      var context = context
      if forms.absorbed.contains(element.index) { context.isMuted = true }
      add(element.children, context, &flow)
    default:
      add(element.children, context.adding(style(of: element.name)), &flow)
    }
  }

  private mutating func link(
    _ element: HTMLElement, _ context: WebContext, _ flow: inout WebFlow
  ) {
    guard let destination = element["href"], context.link == nil else {
      return add(element.children, context, &flow)
    }
    let words = [element.words, element.imageWords, element["aria-label"], element["alt"]]
    let title = words.compactMap { $0 }.first { !$0.isEmpty } ?? element["title"] ?? destination
    let number = number(.link(title: title, destination: destination))
    var inside = context.adding(theme[.link])
    inside.link = number
    if let current = element["aria-current"], current != "false" {
      flow.add(glyphs.pointer + "\u{A0}", theme[.strong], link: number)
      inside = inside.adding(theme[.strong])
    }
    let before = flow.written
    add(element.children, inside, &flow)
    if flow.written == before { flow.add(title, inside.style, link: number) }
    flow.addSuffix(suffix(number))
  }

  private mutating func image(
    _ element: HTMLElement, _ context: WebContext, _ flow: inout WebFlow
  ) {
    if let alt = element["alt"] ?? element["title"] {
      if !alt.collapsed.isEmpty { picture(alt.collapsed, context, &flow) }
      return
    }
    let name = (element["src"] ?? "").prefix { $0 != "?" }.split(separator: "/").last ?? ""
    picture(element["src"]?.hasPrefix("data:") == true ? "" : String(name), context, &flow)
  }

  private func picture(_ words: String, _ context: WebContext, _ flow: inout WebFlow) {
    let style = context.link == nil ? context.style.adding(theme[.dim]) : context.style
    flow.add(words.isEmpty ? "[image]" : "[image: \(words)]", style, link: context.link)
  }

  /// What another program shows: a link to it.
  private mutating func embedded(
    _ element: HTMLElement, _ what: String, _ context: WebContext, _ flow: inout WebFlow
  ) {
    let source = element["src"] ?? element.first { $0.name == "source" }?["src"]
    guard let source, !source.isEmpty, context.link == nil else { return }
    let title = element["title"] ?? element["aria-label"] ?? source
    let number = number(.link(title: title, destination: source))
    flow.addWhole(Line([Run("[\(what): ", theme[.link], link: number)]))
    flow.addSuffix(Line([Run("\(title)]", theme[.link], link: number)]) + suffix(number))
  }

  private func style(of name: String) -> Style {
    switch name {
    case "b", "strong", "th", "big", "legend", "summary", "dt": theme[.strong]
    case "i", "em", "cite", "dfn", "var", "address": theme[.emphasis]
    case "code", "tt", "samp": theme[.code]
    case "kbd": theme[.key]
    case "mark": theme[.match]
    case "s", "strike", "del": Style(attributes: .struck)
    case "u", "ins": Style(attributes: .underline)
    default: Style()
    }
  }
}

extension HTMLElement {
  /// Whether a browser that runs no scripts and reads no styles but the element's own shows nothing
  /// of it.
  var isHidden: Bool {
    if Self.silent.contains(name) || has("hidden") { return true }
    if self["aria-hidden"]?.lowercased() == "true" { return true }
    if name == "dialog", !has("open") { return true }
    guard let style = self["style"]?.lowercased().filter({ !$0.isWhitespace }) else { return false }
    return style.contains("display:none") || style.contains("visibility:hidden")
  }

  private static let silent: Set<String> = [
    "script", "style", "title", "template", "datalist", "noframes", "noembed", "base", "link",
    "meta", "param", "source", "track",
  ]
}
