/// Something on a page that the focus can stand on: a link, a field or a button.
package struct WebFocusable: Hashable, Sendable {
  /// What it is, and how it stands.
  package enum Kind: Hashable, Sendable {
    /// Where it leads; nil where its address makes no sense.
    case link(WebURL?)
    case text(WebText)
    case area
    case check(Bool)
    case radio(Bool)
    /// One of several; the place of the chosen one.
    case select(Int?)
    case submit
    case reset
  }

  package var number: Int
  /// What it says.
  package var title: String
  package var kind: Kind
  /// Where it stands: parts of the page's lines, which are the rows.
  package var places: [Rect]
  /// Where what is typed stands.
  package var value: Rect?
  /// What belongs there, in the page's words.
  package var hint = ""
  package var isRequired = false

  /// The line on which it begins.
  package var line: Int { places.first?.row ?? 0 }
  /// Its columns on that line.
  package var columns: Range<Int> {
    places.first.map { $0.column..<$0.endColumn } ?? 0..<0
  }
  /// Its lines.
  package var lines: Range<Int> { line..<(places.last?.endRow ?? line) }
  /// Whether text is typed in it.
  package var isText: Bool {
    switch kind {
    case .text, .area: true
    default: false
    }
  }

  /// What to do with it, in a few words.
  package var action: String {
    switch kind {
    case .link: "open"
    case .text(let kind): kind == .text || kind == .search ? "type" : "type: \(kind.rawValue)"
    case .area: "type"
    case .check(let isOn): isOn ? "uncheck" : "check"
    case .radio, .select: "choose"
    case .submit: "send"
    case .reset: "clear"
    }
  }
}

extension WebFocusable.Kind {
  init(_ control: WebControl) {
    switch control.kind {
    case .text(let text): self = .text(text)
    case .area: self = .area
    case .check: self = .check(control.isOn)
    case .radio: self = .radio(control.isOn)
    case .select: self = .select(control.options.firstIndex(where: \.isOn))
    case .reset: self = .reset
    case .submit, .script, .file, .hidden: self = .submit
    }
  }
}

extension WebPage {
  /// What has a number.
  package func focusable(_ number: Int) -> WebFocusable? {
    focusables.first { $0.number == number }
  }

  /// What stands at a place.
  package func focusable(atLine line: Int, column: Int) -> WebFocusable? {
    let place = Position(row: line, column: column)
    return focusables.first { $0.places.contains { $0.contains(place) } }
  }

  /// The number behind a number, or the first one; round at the end. Nil where there are none.
  package func number(after number: Int?) -> Int? {
    (focusables.first { $0.number > number ?? 0 } ?? focusables.first)?.number
  }

  /// The number before a number, or the last one; round at the beginning.
  package func number(before number: Int?) -> Int? {
    (focusables.last { $0.number < number ?? .max } ?? focusables.last)?.number
  }

  /// Where a number leads; nil for what is no link.
  package func destination(of number: Int) -> WebURL? {
    if case .link(let url)? = focusable(number)?.kind { url } else { nil }
  }

  /// The line to which a link leads that stays on this page; nil for every other link.
  package func line(ofLink number: Int) -> Int? {
    guard let url = destination(of: number), let fragment = url.fragment,
      url.withoutFragment == self.url.withoutFragment
    else { return nil }
    return line(ofFragment: fragment)
  }

  /// The field or button with a number.
  package func control(_ number: Int) -> WebControl? {
    index(of: number).map { forms.controls[$0] }
  }

  func index(of number: Int) -> Int? {
    guard targets.indices.contains(number - 1) else { return nil }
    switch targets[number - 1] {
    case .control(let index), .option(let index, _): return index
    case .link: return nil
    }
  }
}
