/// Makes a tree of tokens: ends what HTML lets authors leave open, and mends what they misnest.
struct HTMLTreeBuilder {
  private static let deepest = 100
  /// How many formatting elements go on behind the block in which they were left open.
  private static let mostReopened = 8

  private var tokenizer: HTMLTokenizer
  /// The open elements with what is in them so far; the root is the first.
  private var open: [HTMLElement] = []
  /// How many of a name are open, so that most searches need not begin.
  private var openCounts: [String: Int] = [:]
  /// Formatting elements that go on as soon as there is more text.
  private var reopening: [HTMLElement] = []
  private var count = 0

  init(_ text: String) { tokenizer = HTMLTokenizer(text) }

  /// Reads everything.
  mutating func tree() -> HTMLElement {
    open = [HTMLElement(name: "", attributes: [:], children: [], index: 0)]
    while let token = tokenizer.next() {
      switch token {
      case .text(let text): add(text)
      case .start(let name, let attributes, let closesItself):
        start(name, attributes, closesItself)
      case .end(let name): end(name)
      }
    }
    close(from: 1, reopens: false)
    return open[0]
  }

  private mutating func add(_ text: String) {
    if !reopening.isEmpty, text.unicodeScalars.contains(where: { !$0.isHTMLBlank }) { reopen() }
    append(.text(text))
  }

  private mutating func append(_ node: HTMLNode) {
    open[open.count - 1].children.append(node)
  }

  private mutating func start(
    _ name: String, _ attributes: [String: String], _ closesItself: Bool
  ) {
    if ["html", "head", "body"].contains(name) { return }
    if name == "form", isOpen(name) { return }
    closeImplied(before: name)
    let kind = HTMLKind(name)
    if !kind.isBlock, !HTMLKind.isTablePart(name) { reopen() }
    count += 1
    var element = HTMLElement(name: name, attributes: attributes, children: [], index: count)
    let isForeign = closesItself && (isOpen("svg") || isOpen("math"))
    if kind.isVoid || isForeign || closesItself && ["svg", "math"].contains(name) {
      append(.element(element))
      return
    }
    if kind.isRawText {
      if name == "textarea" { tokenizer.skipLineFeed() }
      element.children = [.text(tokenizer.rawText(of: name))]
      append(.element(element))
      return
    }
    if name == "pre" || name == "listing" { tokenizer.skipLineFeed() }
    if open.count < Self.deepest { push(element) } else { append(.element(element)) }
  }

  private func isOpen(_ name: String) -> Bool { openCounts[name, default: 0] > 0 }

  private mutating func push(_ element: HTMLElement) {
    openCounts[element.name, default: 0] += 1
    open.append(element)
  }

  /// Ends the elements whose end tag may be left out before such a start tag.
  private mutating func closeImplied(before name: String) {
    if HTMLKind.closesParagraph(name) { closeInnermost(["p"], within: HTMLKind.paragraphBounds) }
    switch name {
    case "li": closeInnermost(["li"], within: HTMLKind.itemBounds)
    case "dt", "dd": closeInnermost(["dt", "dd"], within: HTMLKind.itemBounds)
    case "option": closeInnermost(["option"], within: ["select", "datalist", "optgroup"])
    case "optgroup": closeInnermost(["optgroup"], within: ["select"])
    case "select", "input", "textarea": closeInnermost(["select"], within: HTMLKind.cellBounds)
    case "td", "th": closeInnermost(["td", "th"], within: ["tr", "table"])
    case "tr": closeInnermost(["tr", "caption", "colgroup"], within: ["table"])
    case "thead", "tbody", "tfoot":
      closeInnermost(["thead", "tbody", "tfoot", "caption", "colgroup"], within: ["table"])
      closeInnermost(["tr"], within: ["table"])
    case "a": closeInnermost(["a"], within: HTMLKind.cellBounds)
    case "button": closeInnermost(["select", "button"], within: HTMLKind.cellBounds)
    case "rt", "rp": closeInnermost(["rt", "rp"], within: ["ruby"])
    default:
      if HTMLKind.isHeading(name), let last = open.last, HTMLKind.isHeading(last.name) {
        close(from: open.count - 1, reopens: true)
      }
    }
  }

  /// Ends the innermost of these elements, unless one of the bounds lies around it closer.
  private mutating func closeInnermost(_ names: Set<String>, within bounds: Set<String>) {
    guard names.contains(where: isOpen) else { return }
    for index in open.indices.dropFirst().reversed() {
      if names.contains(open[index].name) {
        close(from: index, reopens: true)
        return
      }
      if bounds.contains(open[index].name) { return }
    }
  }

  private mutating func end(_ name: String) {
    if name == "br" { return start("br", [:], false) }
    let isFormatting = HTMLKind(name).isFormatting
    var between: [Int] = []
    let isOpen = isOpen(name) || HTMLKind.isHeading(name)
    for index in open.indices.dropFirst().reversed() where isOpen {
      let other = open[index].name
      if other == name || HTMLKind.isHeading(name) && HTMLKind.isHeading(other) {
        if isFormatting, !between.isEmpty {
          unwrap(index)
        } else {
          close(from: index, reopens: !isFormatting || index < open.count - 1)
        }
        return
      }
      if HTMLKind.bounds(ofEnd: name).contains(other) { break }
      if HTMLKind(other).isBlock {
        if isFormatting { between.append(index) } else if !HTMLKind(name).holdsBlocks { break }
      }
    }
    if isFormatting, let index = reopening.lastIndex(where: { $0.name == name }) {
      reopening.remove(at: index)
    }
  }

  /// Ends a formatting element around blocks that stay open: what they hold so far keeps the format.
  private mutating func unwrap(_ index: Int) {
    let format = open[index]
    for inner in open.indices where inner > index && !open[inner].children.isEmpty {
      count += 1
      let copy = HTMLElement(
        name: format.name, attributes: format.attributes, children: open[inner].children,
        index: count)
      open[inner].children = [.element(copy)]
    }
    open.remove(at: index)
    openCounts[format.name, default: 0] -= 1
    if !format.children.isEmpty { open[index - 1].children.append(.element(format)) }
  }

  /// Ends all elements from one on. Formatting that was open in them goes on behind it, but not
  /// behind the cell of a table.
  private mutating func close(from index: Int, reopens: Bool) {
    guard index < open.count else { return }
    let formats = open[index...].dropFirst(HTMLKind(open[index].name).isFormatting ? 1 : 0)
      .filter { HTMLKind($0.name).isFormatting }
    if reopens, !open[index...].contains(where: { HTMLKind.cellBounds.contains($0.name) }) {
      for format in formats where reopening.count < Self.mostReopened {
        var again = format
        again.children = []
        reopening.append(again)
      }
    } else {
      reopening = []
    }
    while open.count > index {
      let element = open.removeLast()
      openCounts[element.name, default: 0] -= 1
      append(.element(element))
    }
  }

  private mutating func reopen() {
    guard !reopening.isEmpty else { return }
    let formats = reopening
    reopening = []
    for var format in formats where open.count < Self.deepest {
      count += 1
      format.index = count
      push(format)
    }
  }
}
