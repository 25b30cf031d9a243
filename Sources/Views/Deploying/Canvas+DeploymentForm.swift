import Emulation

extension Canvas {
  /// Draws the form in the middle of a part, with the command that it stands for; its box, and the
  /// places of its items by their indices.
  package mutating func form(
    _ form: DeploymentForm, in rect: Rect, look: Look = Look()
  ) -> (box: Rect, items: [Int: Rect]) {
    let items = form.items
    let buttons = items.filter { $0 == .apply || $0 == .leave }
    let fields = items.count - buttons.count
    let columns = min(rect.columns - 2, 84)
    let command =
      form.choices == nil
      ? [look.text("Asking the orchestrator \(look.glyphs.ellipsis)", .dim)]
      : look.text(form.command, .command).wrapped(to: max(1, columns - 4))
    let box = rect.centred(rows: fields + command.count + 5, columns: columns)
    fill(box)
    let inside = self.box(
      box, title: look.text("Deploy to edge clusters", .strong),
      note: Line("Enter apply, Esc leave"), style: look.theme[.focusedBorder], glyphs: look.glyphs
    ).inset(rows: 0, columns: 1)
    // What there is no room for gives way: first the command, then fields far from the active one.
    let below = inside.rows >= fields + command.count + 3 ? command.count + 3 : 1
    let (upper, lower) = inside.split(top: inside.rows - below)
    let active = items.firstIndex(of: form.active) ?? 0
    let first = max(0, min(active, fields - 1) - upper.rows + 1)
    var places: [Int: Rect] = [:]
    let labels = items.map(\.label)
    let width = (labels.prefix(fields).map { displayWidth(of: $0) }.max() ?? 0) + 2
    for (offset, index) in items.indices.prefix(fields).dropFirst(first).prefix(upper.rows)
      .enumerated()
    {
      let row = Rect(
        row: upper.row + offset, column: upper.column, rows: 1, columns: upper.columns)
      // The first of several boxes has the label for all.
      let isRepeated = index > first && labels[index - 1] == labels[index]
      let label = look.text(isRepeated ? "" : labels[index], .strong).padded(to: width)
      draw(items[index], of: form, label: label, in: row, look)
      places[index] = row
    }
    if below > 1 {
      for (offset, line) in command.enumerated() {
        put(line, row: lower.row + 1 + offset, column: lower.column, clippedTo: lower)
      }
    }
    var column = lower.column
    for button in buttons {
      let text = "[ \(button.label) ]"
      let row = lower.endRow - 1
      let end = put(
        look.text(text, button == form.active ? .selection : .text), row: row, column: column,
        clippedTo: lower)
      if let index = items.firstIndex(of: button) {
        places[index] = Rect(row: row, column: column, rows: 1, columns: end - column)
        if button == form.active { cursor = Position(row: row, column: column) }
      }
      column = end + 2
    }
    return (box, places)
  }

  private mutating func draw(
    _ item: DeploymentForm.Item, of form: DeploymentForm, label: Line, in rect: Rect, _ look: Look
  ) {
    let isActive = item == form.active
    if let field = form.field(of: item) {
      return self.field(
        field, label: label, remark: form.standard(of: item) ?? item.remark, in: rect,
        hasFocus: isActive, look: look)
    }
    let start = put(label, row: rect.row, column: rect.column, clippedTo: rect)
    let obstacle = form.obstacle(to: item)
    var text: String
    if let isTicked = form.isTicked(item) {
      text = "\(isTicked ? look.glyphs.done : look.glyphs.undone) \(item.name)"
    } else {
      text = form.choice(of: item) ?? ""
      if obstacle == nil { text = "\(look.glyphs.arrowLeft) \(text) \(look.glyphs.arrowRight)" }
    }
    if let obstacle { text += ": \(obstacle)" }
    let role: Role = isActive ? .selection : obstacle == nil ? .text : .disabled
    let line = look.text(text, role).truncated(to: max(0, rect.endColumn - start), look.glyphs)
    put(line, row: rect.row, column: start, clippedTo: rect)
    if isActive { cursor = Position(row: rect.row, column: start) }
  }
}

extension DeploymentForm.Item {
  /// What stands in front of it, or on it.
  fileprivate var label: String {
    switch self {
    case .name: "Name"
    case .package: "Package"
    case .cluster: "Clusters"
    case .parameter(let name): name
    case .network: "Network"
    case .exposed: "Expose"
    case .apply: "Apply"
    case .leave: "Leave"
    }
  }

  /// What a box is for.
  fileprivate var name: String {
    switch self {
    case .cluster(let name), .exposed(let name): name
    default: label
    }
  }

  /// What belongs into an empty field.
  fileprivate var remark: String {
    switch self {
    case .name: "what the deployment is called"
    case .parameter: "needs a value"
    default: ""
    }
  }
}
