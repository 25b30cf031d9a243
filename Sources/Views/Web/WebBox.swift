import Emulation

/// A field or button as it is drawn.
struct WebBox: Hashable, Sendable {
  var line: Line
  /// Where in it the value stands.
  var value: Range<Int>?
}

extension WebLayout {
  /// Adds a field or button where it stands.
  mutating func add(
    _ control: WebControl, _ index: Int, _ element: HTMLElement, _ context: WebContext,
    _ flow: inout WebFlow
  ) {
    switch control.kind {
    case .hidden: return
    case .area: area(control, index, &flow)
    case .select(isMultiple: true): choices(control, index, &flow)
    case .submit where context.link != nil, .reset where context.link != nil,
      .script where context.link != nil:
      flow.add("[ \(control.label) ]", context.style, link: context.link)
    case .text where control.isReadOnly && !control.isDisabled:
      if !control.label.isEmpty { flow.add(control.label + ": ", context.style) }
      flow.add(control.value + " ", context.style.adding(theme[.strong]))
    default:
      guard control.isUsable else {
        return flow.addWhole(box(control, nil, flow.columns).line.adding(theme[.disabled]))
      }
      let number = number(.control(index))
      var boxed = control
      let suffix = suffix(number)
      let label = control.labelLine
      if label.width > 0, !control.isButton,
        label.width + control.leastWidth + suffix.width > flow.columns
      {
        // The label does not fit into the box: it stands in front of it, or behind a mark.
        boxed.label = ""
        boxed.isRequired = false
        if control.isMark {
          place(box(boxed, number, flow.columns), number, &flow)
          flow.add(label.text + " ", context.style)
          return
        }
        flow.add(label.text + ": ", context.style)
      }
      place(box(boxed, number, flow.columns), number, &flow)
    }
  }

  /// Keeps room for a box: it is put there when the page's lines are known, so that none breaks it.
  private mutating func place(_ box: WebBox, _ number: Int, _ flow: inout WebFlow) {
    boxes[number] = box
    flow.addWhole(Line([Run(repeated("\u{A0}", box.line.width), Style(), link: number)]))
  }

  private func box(_ control: WebControl, _ number: Int?, _ columns: Int) -> WebBox {
    let suffix = number.map(suffix) ?? Line()
    let room = max(4, columns - suffix.width)
    switch control.kind {
    case .check: return mark(control.isOn ? "[x]" : "[ ]", control.label, room, suffix)
    case .radio:
      return mark(control.isOn ? "(\(glyphs.bullets[0]))" : "( )", control.label, room, suffix)
    case .submit, .reset, .script:
      let title = Line(control.label.collapsed, theme[.strong])
      let line = Line("[ ") + title.truncated(to: room - 4, glyphs) + Line(" ]")
      return WebBox(line: line + suffix)
    case .file:
      return WebBox(line: Line("[\(control.label): no files]").truncated(to: room, glyphs))
    default: return field(control, room, suffix)
    }
  }

  private func mark(_ sign: String, _ label: String, _ room: Int, _ suffix: Line) -> WebBox {
    let words = label.isEmpty ? Line() : Line(" " + label.collapsed)
    return WebBox(line: (Line(sign, theme[.strong]) + words).truncated(to: room, glyphs) + suffix)
  }

  /// A label and what is typed or chosen, with lines where more can be typed.
  private func field(_ control: WebControl, _ room: Int, _ suffix: Line) -> WebBox {
    var label = control.labelLine.truncated(to: max(0, room - 8), glyphs)
    if label.width > 0 { label += Line(": ") }
    let most = max(1, room - 2 - label.width)
    var value: Line
    let start = 1 + label.width
    if case .select = control.kind {
      let sign = " " + glyphs.arrowDown
      let chosen = control.options.first(where: \.isOn)?.title.collapsed ?? ""
      value = Line(chosen).truncated(to: max(0, most - sign.count), glyphs) + Line(sign)
      return WebBox(line: Line("[") + label + value + Line("]") + suffix)
    }
    var blank: String?
    if case .text(let text) = control.kind { blank = text.blank }
    let size = min(
      most, control.size ?? max(blank?.count ?? 20, displayWidth(of: control.value) + 1))
    if control.field.isEmpty, let blank {
      value = Line(blank, theme[.dim]).cut(to: size)
    } else {
      value = Line(shown(control), theme[.strong]).truncated(to: size, glyphs)
    }
    value += Line(repeated("_", size - value.width), theme[.dim])
    return WebBox(
      line: Line("[") + label + value + Line("]") + suffix, value: start..<start + size)
  }

  private func shown(_ control: WebControl) -> String {
    control.kind == .text(.password)
      ? repeated(glyphs.bullets[0], control.value.count) : control.value
  }

  /// Several lines of text: what they are, and the lines between bars.
  private mutating func area(_ control: WebControl, _ index: Int, _ flow: inout WebFlow) {
    guard case .area(let rows, let columns) = control.kind else { return }
    let number = control.isUsable ? number(.control(index)) : nil
    let width = max(4, min(columns, flow.columns - 4))
    let words = (control.label.isEmpty ? "Text" : control.label) + (control.isRequired ? "*" : "")
    let suffix = number.map(suffix) ?? Line()
    let title = Line(words).truncated(to: max(1, flow.columns - suffix.width), glyphs)
    var lines = [title + suffix]
    var typed = WebArea(control.field, columns: width).lines
    while typed.count < rows { typed.append("") }
    for line in typed {
      let text = Line(line, theme[.strong])
      lines.append(
        Line("\(glyphs.vertical) ", theme[.border]) + text
          + Line(repeated("_", width - text.width), theme[.dim])
          + Line(" \(glyphs.vertical)", theme[.border]))
    }
    flow.add(
      lines.map { line in
        WebLine(line: Line(line.runs.map { Run($0.text, $0.style, link: number) }))
      })
  }

  /// What can be chosen, all of it, one to a line.
  private mutating func choices(_ control: WebControl, _ index: Int, _ flow: inout WebFlow) {
    flow.flush()
    if !control.label.isEmpty {
      flow.add(control.label + ":")
      flow.flush()
    }
    for (place, option) in control.options.enumerated() {
      let sign = option.isOn ? "[x]" : "[ ]"
      if control.isDisabled || option.isDisabled {
        flow.addWhole(
          mark(sign, option.title, flow.columns, Line()).line.adding(theme[.disabled]))
      } else {
        let number = number(.option(control: index, option: place))
        let suffix = suffix(number)
        self.place(
          mark(sign, option.title, max(4, flow.columns - suffix.width), suffix), number, &flow)
      }
      flow.flush()
    }
  }
}

extension WebControl {
  /// What is said about it, with a star where something is needed.
  fileprivate var labelLine: Line {
    Line(label.collapsed + (isRequired && !isMark && !label.isEmpty ? "*" : ""))
  }

  /// Whether it is a check or a radio.
  fileprivate var isMark: Bool { kind == .check || kind == .radio }

  /// The fewest columns that it takes with a label, without that.
  fileprivate var leastWidth: Int {
    switch kind {
    case .check, .radio: 4
    case .text(let text): 4 + min(12, text.blank?.count ?? size ?? 12)
    default: 12
    }
  }
}
