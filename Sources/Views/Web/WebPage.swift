import Emulation

/// A web page as lines for a width, with what can be opened, filled in and pressed on it. Scripts are
/// not run. Filling something in gives another page value with it in its place.
package struct WebPage: Hashable, Sendable {
  /// Where it came from.
  package let url: WebURL
  /// What the server said about it: 200 where all is well.
  package let status: Int
  /// What it is called; its address where it says nothing.
  package let title: String
  package private(set) var lines: [Line] = []
  /// What the focus can stand on, in reading order; the first has the number 1.
  package private(set) var focusables: [WebFocusable] = []
  /// How many columns its lines may take.
  package private(set) var columns: Int
  package private(set) var look: Look

  private let content: WebContent
  /// What its references are relative to.
  let base: WebURL
  var forms: WebForms
  /// The forms as they were loaded.
  let untouched: WebForms
  private(set) var targets: [WebTarget] = []
  private var anchors: [String: Int] = [:]

  /// Reads what a server answered.
  package init(_ answer: WebAnswer, columns: Int, look: Look = Look()) {
    url = answer.url
    status = answer.status
    self.columns = columns
    self.look = look
    content = WebContent(answer)
    var named: String?
    var base = answer.url.withoutFragment
    var forms = WebForms()
    if case .html(let document) = content {
      named = document.title
      if let reference = document.base { base = base.resolve(reference) ?? base }
      forms = WebForms(document)
    }
    title = named ?? answer.url.description
    self.base = base
    self.forms = forms
    untouched = forms
    layOut()
  }

  /// Reads a page's HTML.
  package init(html: String, url: WebURL, columns: Int, look: Look = Look()) {
    self.init(
      WebAnswer(url: url, contentType: "text/html; charset=utf-8", body: Array(html.utf8)),
      columns: columns, look: look)
  }

  /// What a person reads.
  package var text: [String] { lines.map(\.text) }

  /// Lays the page out again for another width or look.
  package mutating func layOut(columns: Int, look: Look) {
    guard columns != self.columns || look != self.look else { return }
    self.columns = columns
    self.look = look
    layOut()
  }

  /// The line on which a place begins that the page has named; the first one for `top`.
  package func line(ofFragment fragment: String) -> Int? {
    anchors[fragment] ?? anchors[fragment.percentDecoded]
      ?? (fragment.isEmpty || fragment.lowercased() == "top" ? 0 : nil)
  }

  /// The lines in which a text stands, whatever the case of its letters.
  package func lines(containing text: String) -> [Int] {
    let text = text.lowercased()
    guard !text.isEmpty else { return [] }
    return lines.indices.filter { lines[$0].text.lowercased().contains(text) }
  }

  /// Lays the page out with what is in its fields now.
  mutating func layOut() {
    let columns = max(8, columns)
    var layout = WebLayout(forms, look)
    let laid = content.lines(&layout, columns)
    targets = layout.targets
    anchors = [:]
    var places: [Int: [Rect]] = [:]
    var values: [Int: Rect] = [:]
    var drawn: [Int: Int] = [:]
    lines = []
    lines.reserveCapacity(laid.count)
    for (row, webLine) in laid.enumerated() {
      for anchor in webLine.anchors where anchors[anchor] == nil { anchors[anchor] = row }
      var line = Line()
      var column = 0
      for run in webLine.line.runs {
        let width = run.width
        defer { column += width }
        guard let number = run.link else {
          line.runs.append(run)
          continue
        }
        places[number, default: []].join(
          Rect(row: row, column: column, rows: 1, columns: width))
        guard let box = layout.boxes[number] else {
          line.runs.append(run)
          continue
        }
        let done = drawn[number, default: 0]
        drawn[number] = done + width
        let piece = box.line.dropping(columns: done).cut(to: width).adding(run.style)
        line.runs += piece.runs.map { Run($0.text, $0.style, link: number) }
        if let value = box.value, done == 0, value.upperBound <= width {
          values[number] = Rect(
            row: row, column: column + value.lowerBound, rows: 1, columns: value.count)
        }
      }
      lines.append(line.withPlainBlanks)
    }
    focusables = targets.indices.compactMap { index in
      let number = index + 1
      guard let places = places[number] else { return nil }
      return focusable(number, targets[index], places, values[number])
    }
  }

  private func focusable(
    _ number: Int, _ target: WebTarget, _ places: [Rect], _ value: Rect?
  ) -> WebFocusable {
    switch target {
    case .link(let title, let destination):
      return WebFocusable(
        number: number, title: title, kind: .link(base.resolve(destination)), places: places)
    case .option(let control, let option):
      let control = forms.controls[control]
      return WebFocusable(
        number: number, title: control.options[option].title,
        kind: .check(control.options[option].isOn), places: places)
    case .control(let index):
      let control = forms.controls[index]
      var value = value
      if case .area = control.kind, let first = places.dropFirst().first {
        value = Rect(
          row: first.row, column: first.column + 2, rows: places.count - 1,
          columns: first.columns - 4)
      }
      return WebFocusable(
        number: number, title: control.label.isEmpty ? control.name : control.label,
        kind: .init(control), places: places, value: value, hint: control.hint,
        isRequired: control.isRequired)
    }
  }
}

extension [Rect] {
  /// Adds a part of a row, to the last one where it goes on there.
  fileprivate mutating func join(_ next: Rect) {
    if let last, last.row == next.row, last.endColumn == next.column {
      self[count - 1] = Rect(
        row: last.row, column: last.column, rows: 1, columns: last.columns + next.columns)
    } else {
      append(next)
    }
  }
}

extension String {
  /// With the characters that percent signs and digits stand for.
  var percentDecoded: String {
    guard contains("%") else { return self }
    let bytes = Array(utf8)
    var decoded: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let byte = UInt8(
          String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
      {
        decoded.append(byte)
        index += 3
      } else {
        decoded.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }
}
