import Views

/// A tab with a website.
struct WebPane: Hashable, Sendable {
  /// The address that the tab begins with.
  let home: String
  private(set) var isUntouched = true
  /// The request that is waited for.
  private(set) var awaited: WebRequest?
  private(set) var page: WebPage?
  private var failure: String?
  private var scroll = Scroll()
  private var focused: Int?
  /// The pages before this one.
  private var history: [WebRequest] = []
  private var current: WebRequest?
  private var remark: String?

  init(home: String) { self.home = home }

  var isWaiting: Bool { awaited != nil }

  /// Whether what is typed goes into a field.
  var isInTextField: Bool {
    focused.flatMap { page?.focusable($0)?.isText } ?? false
  }

  func isHome(of url: String) -> Bool { home == url }

  mutating func takeRemark() -> String? {
    defer { remark = nil }
    return remark
  }

  // Loading.

  /// Asks for the tab's own page.
  mutating func open(_ address: String? = nil) -> [Action] {
    isUntouched = false
    guard let url = WebURL(address ?? home), url.isWeb else {
      failure = "\(address ?? home) is no web address."
      return []
    }
    return go(WebRequest(url))
  }

  private mutating func go(_ request: WebRequest) -> [Action] {
    awaited = request
    failure = nil
    return [.load(request)]
  }

  func waits(for request: WebRequest) -> Bool { awaited == request }

  /// Takes what was answered; a page that was left is one to come back to.
  mutating func take(_ result: Result<WebAnswer, Sentence>, columns: Int, _ look: Look) {
    guard let request = awaited else { return }
    awaited = nil
    switch result {
    case .failure(let sentence): failure = sentence.text
    case .success(let answer):
      let isSame = current == request
      if let current, !isSame { history.append(current) }
      if history.count > 50 { history.removeFirst() }
      current = request
      let new = WebPage(answer, columns: max(8, columns - 2), look: look)
      page = new
      if isSame {
        // Somebody who looks at the page again stays where they are on it.
        focused = focused.flatMap { new.focusable($0) == nil ? nil : $0 }
        scroll.move(by: 0, count: new.lines.count, visible: 1)
        return
      }
      focused = nil
      let line = request.url.fragment.flatMap { new.line(ofFragment: $0) } ?? 0
      scroll = Scroll(first: line)
    }
  }

  // What a person does.

  mutating func perform(_ command: Command, rows: Int) -> [Action] {
    switch command {
    case .nextItem: focus(page?.number(after: focused), rows: rows)
    case .previousItem: focus(page?.number(before: focused), rows: rows)
    case .activate: return activate()
    case .reload: return current.map { go($0) } ?? open()
    case .pageBack:
      guard let before = history.popLast() else {
        remark = "This is the first page."
        return []
      }
      current = nil
      return go(before)
    default: break
    }
    return []
  }

  private mutating func focus(_ number: Int?, rows: Int) {
    focused = number
    guard let page, let number, let focus = page.focusable(number) else { return }
    scroll.reveal(focus.lines, count: page.lines.count, visible: rows - 1)
  }

  private mutating func activate() -> [Action] {
    guard let number = focused, let page, let focus = page.focusable(number) else {
      remark = "Tab goes to a link, a field or a button."
      return []
    }
    switch focus.kind {
    case .link:
      if let line = page.line(ofLink: number) {
        scroll = Scroll(first: line)
        return []
      }
      guard let url = page.destination(of: number) else { return [] }
      guard url.isWeb else {
        remark = "\(url) can't be opened here."
        return []
      }
      return go(WebRequest(url))
    case .check, .radio: self.page?.toggle(number)
    case .select: self.page?.chooseNext(of: number)
    case .reset: self.page?.reset(formOf: number)
    case .area: self.page?.edit(number) { $0.insert("\n") }
    case .text, .submit:
      switch page.submission(of: number) {
      case .request(let request): return go(request)
      case .reset: self.page?.reset(formOf: number)
      case .refused(let sentence, let place):
        remark = sentence
        if let place { focused = place }
      }
    }
    return []
  }

  /// A key for the field with the focus.
  mutating func take(_ chord: Chord) {
    guard let focused, isInTextField else { return }
    page?.edit(focused) { $0.take(chord) }
  }

  mutating func insert(_ text: String) {
    guard let focused, isInTextField else { return }
    page?.edit(focused) { $0.insert(text) }
  }

  mutating func scroll(by distance: Int, rows: Int) {
    scroll.move(by: distance, count: page?.lines.count ?? 0, visible: rows - 1)
  }

  /// A click at a place in the pane.
  mutating func press(row: Int, column: Int) -> [Action] {
    guard
      let focus = page?.focusable(atLine: scroll.first + row - 1, column: column - 1)
    else { return [] }
    focused = focus.number
    return focus.isText ? [] : activate()
  }

  mutating func layOut(columns: Int, _ look: Look) {
    guard let page, page.columns != max(8, columns - 2) else { return }
    self.page?.layOut(columns: max(8, columns - 2), look: look)
  }

  func draw(in rect: Rect, hasFocus: Bool, _ look: Look, on canvas: inout Canvas) {
    let (bar, rest) = rect.split(top: 1)
    let address = current.map { "\($0.url)" } ?? home
    let state = awaited != nil ? "\(look.glyphs.waiting) loading " : ""
    let status = page.map { $0.status >= 400 ? "\(look.glyphs.failed) \($0.status) " : "" } ?? ""
    canvas.put(
      look.text("\(state)\(status)\(address)", .subheading).truncated(to: bar.columns, look.glyphs),
      row: bar.row, column: bar.column)
    if hasFocus { canvas.cursor = Position(row: bar.row, column: bar.column) }
    if let failure {
      canvas.paragraph([look.text(failure, .bad)], in: rest.inset(rows: 1, columns: 1))
      return
    }
    guard let page else {
      let text = awaited != nil ? "Loading …" : "Nothing is loaded yet."
      canvas.paragraph([look.text(text, .dim)], in: rest.inset(rows: 1, columns: 1))
      return
    }
    let (_, inside) = rest.split(left: 1)
    canvas.show(page, in: inside, from: scroll.first, focused: hasFocus ? focused : nil, look: look)
    canvas.scrollBar(
      in: rest.split(left: rest.columns - 1).rest, first: scroll.first, count: page.lines.count,
      look: look)
  }
}
