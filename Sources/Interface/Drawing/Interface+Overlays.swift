import Emulation
import Grading
import Markdown
import Tracks
import Views

extension Interface {
  /// Draws what lies over the panes.
  func drawOverlay(on canvas: inout Canvas, _ spots: inout Spots) {
    let area = canvas.bounds.split(top: size.rows - 1).top
    canvas.cursor = nil
    switch overlay {
    case .help(let list):
      let items = helpItems
      drawList(
        list, title: "Keys", items.map(\.binding.text), in: area, on: &canvas, &spots,
        preamble: []
      ) { line(of: items[$0]) }
    case .steps(let list, let filter):
      let items = stepItems(filter)
      drawList(
        list, title: "Steps: \(filter.rawValue)", items.map(stepText), in: area, on: &canvas,
        &spots, preamble: scoreLines
      ) { line(ofStep: items[$0]) }
    case .messages(let list):
      let items = messages
      drawList(
        list, title: "Messages", items.map(\.text), in: area, on: &canvas, &spots,
        preamble: []
      ) { Line(items[$0].text) }
    case .links(let list):
      let items = linkTexts
      drawList(
        list, title: "Links: type a number, Enter opens", items, in: area, on: &canvas, &spots,
        preamble: []
      ) { Line(items[$0]) }
    case .confirm(let question):
      spots.dialog = canvas.dialog(
        title: Line(question.title), lines: question.lines.map { Line($0) },
        note: Line("Enter \(question.yes), Esc \(question.no)"), in: area, look: look)
      canvas.cursor = Position(row: spots.dialog.row, column: spots.dialog.column)
    case .edit(let editor):
      draw(editor, title: "Run in \(terminalTitle)", in: area, on: &canvas, &spots)
    case .fill(let editor):
      draw(editor, title: "What belongs there?", in: area, on: &canvas, &spots)
    case .deploy(let form):
      (spots.dialog, spots.items) = canvas.form(form, in: area, look: look)
    case .search(let search):
      let hits = reader.page.lines(containing: search.field.text)
      let hints = barBindings.map { KeyHint($0.keys[0], $0.label) }
      let room = hints.reduce(0) { $0 + $1.width }
      let (row, keys) = layout.status.split(left: layout.status.columns - room - 3)
      canvas.filter(
        search.field, shown: place(of: search, among: hits).map { $0 + 1 } ?? 0, of: hits.count,
        in: row, hasFocus: true, look: look)
      canvas.statusBar([], keys: hints, in: keys, look: look)
    case nil:
      spots.dialog = canvas.dialog(
        title: Line("After Ctrl-g"), lines: leaderMenu(in: area),
        note: Line("? lists all keys, Esc goes back to the text"), in: area, look: look)
    }
  }

  /// What works behind the leader key now, in as few columns as there is room for; where they do not
  /// fit, one entry behind the other.
  private func leaderMenu(in area: Rect) -> [Line] {
    let bindings = Bindings.behindLeader.filter { obstacle(to: $0.command) == nil }
    let (most, room) = (area.rows - 2, area.columns - 8)
    for count in 1...6 {
      let rows = (bindings.count + count - 1) / count
      guard rows <= most, rows > 0 else { continue }
      let columns = stride(from: 0, to: bindings.count, by: rows).map { start in
        column(bindings[start..<min(start + rows, bindings.count)])
      }
      let ends = columns.reduce(into: [0]) { ends, column in
        ends.append((ends.last ?? 0) + (column.map(\.width).max() ?? 0) + 3)
      }
      guard (ends.last ?? 0) - 3 <= room else { continue }
      return (0..<rows).map { row in
        zip(columns, ends).reduce(Line()) { line, next in
          row < next.0.count ? line.padded(to: next.1) + next.0[row] : line
        }
      }
    }
    return bindings.reduce(into: [Line()]) { lines, binding in
      let entry = look.text(binding.keys[0], .strong) + Line(" \(binding.label)")
      let last = lines[lines.count - 1]
      if last.width == 0 {
        lines[lines.count - 1] = entry
      } else if last.width + 2 + entry.width <= room {
        lines[lines.count - 1] = last + Line("  ") + entry
      } else {
        lines.append(entry)
      }
    }
  }

  /// Keys with what they do, one below the other.
  private func column(_ bindings: ArraySlice<Binding>) -> [Line] {
    let width = bindings.map { displayWidth(of: $0.keys[0]) }.max() ?? 0
    return bindings.map {
      look.text($0.keys[0], .strong).padded(to: width + 1) + Line($0.label)
    }
  }

  private var terminalTitle: String {
    step?.commandStep?.terminal.name ?? "the terminal"
  }

  private func drawList(
    _ list: FilteredList, title: String, _ texts: [String], in area: Rect,
    on canvas: inout Canvas, _ spots: inout Spots, preamble: [Line], line: (Int) -> Line
  ) {
    let shown = list.shown(texts)
    let columns = min(area.columns, 96)
    // Room for the selected one, of which all is shown.
    let longest = shown.map { line($0).wrapped(to: max(1, columns - 7)).count }.max() ?? 1
    let box = area.centred(
      rows: min(area.rows, max(texts.count + longest - 1, 3) + 4 + preamble.count),
      columns: columns)
    canvas.fill(box)
    var inside = canvas.box(
      box, title: look.text(title, .strong), style: look.theme[.focusedBorder], glyphs: look.glyphs
    ).inset(rows: 0, columns: 1)
    spots.dialog = box
    for text in preamble {
      let (row, rest) = inside.split(top: 1)
      canvas.put(text.truncated(to: row.columns, look.glyphs), row: row.row, column: row.column)
      inside = rest
    }
    let (field, rest) = inside.split(top: 1)
    var place = list.place
    place.move(by: 0, count: shown.count, visible: rest.split(top: 1).rest.rows)
    spots.items = canvas.list(
      shown.map(line), place: place, in: rest.split(top: 1).rest, hasFocus: true,
      wrapsSelected: true, look: look)
    canvas.filter(
      list.filter, shown: shown.count, of: texts.count, in: field,
      hasFocus: !list.filter.isEmpty || shown.isEmpty, look: look)
  }

  private func line(of item: (binding: Binding, obstacle: String?)) -> Line {
    let keys = Line(item.binding.keys.joined(separator: ", "), look.theme[.strong]).padded(to: 16)
    if let reason = item.obstacle {
      return keys + look.text("\(item.binding.label): \(reason)", .disabled)
    }
    return keys + Line(item.binding.help)
  }

  private func line(ofStep index: Int) -> Line {
    let step = lesson.steps[index]
    let standing = standing(ofStep: step.id)
    let mark = index == place ? look.glyphs.run : " "
    return Line("\(mark) ") + look.text("\(standing.sign(look.glyphs)) ", standing.role)
      + look.text(step.id, .strong).padded(to: 6)
      + look.text(state(ofStep: step.id).rawValue, standing.role).padded(to: 11)
      + Line(MarkdownDocument.words(of: step.title))
  }

  private var scoreLines: [Line] {
    let done = lesson.steps.indices.count { isDone($0) }
    return [look.progress(done, of: lesson.steps.count, columns: 40)]
  }

  private func draw(
    _ editor: CommandEditor, title: String, in area: Rect, on canvas: inout Canvas,
    _ spots: inout Spots
  ) {
    let box = area.centred(rows: editor.fields.count + 3, columns: min(area.columns - 2, 110))
    canvas.fill(box)
    let inside = canvas.box(
      box, title: look.text(title, .strong), note: Line("Enter run, Esc leave"),
      style: look.theme[.focusedBorder], glyphs: look.glyphs
    ).inset(rows: 0, columns: 1)
    spots.dialog = box
    let first = max(0, editor.active - inside.rows + 1)
    let width = (editor.labels.map(\.count).max() ?? 0) + 1
    for (offset, index) in editor.fields.indices.dropFirst(first).prefix(inside.rows).enumerated() {
      let row = Rect(
        row: inside.row + offset, column: inside.column, rows: 1, columns: inside.columns)
      canvas.field(
        editor.fields[index], label: look.text(editor.labels[index], .strong).padded(to: width),
        in: row, hasFocus: index == editor.active, look: look)
    }
  }
}
