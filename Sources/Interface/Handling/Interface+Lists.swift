import Grading
import Markdown
import Tracks
import Views

extension Interface {
  // What the lists show.

  /// All bindings, those of the present place first, and why some do nothing now.
  var helpItems: [(binding: Binding, obstacle: String?)] {
    let here = contextBelow
    let order = [here] + Context.allCases.filter { $0 != here }
    return order.flatMap(Bindings.of).map { binding in
      let isHere = binding.context == here || binding.context == .everywhere
      let reason =
        isHere || binding.context == .reader
        ? obstacle(to: binding.command)
        : "This key works \(binding.context.title.lowercasedFirst)."
      return (binding, reason)
    }
  }

  /// The place that the keys would go to without what lies over it.
  private var contextBelow: Context {
    var below = self
    below.overlay = nil
    return below.context
  }

  /// The places of the steps that a list shows.
  func stepItems(_ filter: StepFilter) -> [Int] {
    lesson.steps.indices.filter { index in
      switch filter {
      case .all: true
      case .pending: !isDone(index)
      case .done: isDone(index)
      }
    }
  }

  func stepText(_ index: Int) -> String {
    let step = lesson.steps[index]
    return "\(step.id) \(MarkdownDocument.words(of: step.title)) \(state(ofStep: step.id).rawValue)"
  }

  /// What can be opened in the text, each with its number.
  var linkTexts: [String] {
    reader.page.links.enumerated().map { index, link in
      "\(index + 1) \(link.title.isEmpty ? link.destination : "\(link.title)  \(link.destination)")"
    }
  }

  /// The messages, the newest one selected.
  mutating func openMessages() {
    overlay = .messages(FilteredList(selected: messages.count - 1))
    moveInList(by: 0)
  }

  mutating func openSteps() {
    overlay = .steps(FilteredList(selected: place), .all)
    moveInList(by: 0)
  }

  // Moving in them.

  /// How many items of a list are in sight.
  private var listRows: Int { max(1, size.rows - 8) }

  /// What the list that is shown has, as a filter looks at it.
  private var listItems: [String] {
    switch overlay {
    case .help: helpItems.map(\.binding.text)
    case .steps(_, let filter): stepItems(filter).map(stepText)
    case .messages: messages.map(\.text)
    case .links: linkTexts
    case .confirm, .edit, .fill, .deploy, .search, nil: []
    }
  }

  mutating func moveInList(by distance: Int) {
    if var list = overlay?.list {
      list.place.move(by: distance, count: list.shown(listItems).count, visible: listRows)
      overlay?.list = list
    } else if var editor = overlay?.editor {
      editor.move(by: distance)
      overlay?.editor = editor
    } else if case .deploy(var form) = overlay {
      form.move(by: distance)
      overlay = .deploy(form)
    } else if case .search(var search) = overlay {
      search.hit += distance
      overlay = .search(search)
      showHit(search)
    } else if overlay == nil {
      performInPane(distance < 0 ? .listUp : .listDown)
    }
  }

  /// Selects the item at a place among those that are shown, and takes it.
  mutating func choose(_ index: Int) {
    if case .deploy(let form) = overlay { return press(index, of: form) }
    if var list = overlay?.list {
      list.place.select(index, count: list.shown(listItems).count, visible: listRows)
      overlay?.list = list
    }
    accept()
  }

  mutating func changeFilter() {
    guard case .steps(var list, let filter) = overlay else { return }
    let all = StepFilter.allCases
    list.place = ListPlace()
    overlay = .steps(list, all[((all.firstIndex(of: filter) ?? 0) + 1) % all.count])
  }

  /// Takes what is selected, or says yes.
  mutating func accept() {
    switch overlay {
    case .help(let list):
      let items = helpItems
      overlay = nil
      guard let index = list.selected(items.map(\.binding.text)) else { return }
      if let reason = items[index].obstacle { return say(reason, .bad) }
      perform(items[index].binding.command)
    case .steps(let list, let filter):
      let items = stepItems(filter)
      overlay = nil
      if let index = list.selected(items.map(stepText)) { move(to: items[index]) }
    case .messages: overlay = nil
    case .links(let list):
      overlay = nil
      if let index = list.selected(linkTexts) { open(link: index + 1) }
    case .confirm(let question): accept(question)
    case .edit(let editor):
      overlay = nil
      start(editor.texts)
    case .fill(let editor):
      if let index = editor.fields.firstIndex(where: \.isEmpty) {
        var editor = editor
        editor.active = index
        overlay = .fill(editor)
        return say("\(editor.labels[index]) is still empty.", .bad)
      }
      for (name, value) in zip(editor.labels, editor.texts) { fills[name] = value }
      overlay = nil
      start(commands)
    case .deploy(let form): apply(form)
    case .search(let search): showHit(search)
    case nil: break
    }
  }

  mutating func cancel() {
    if case .search(let search) = overlay, search.field.isEmpty {
      reader.scroll = Scroll(first: search.origin)
    }
    overlay = nil
  }

  /// Which of the lines that have what is searched for is shown: the first one is that in sight where
  /// the search began, or behind it.
  func place(of search: SearchField, among hits: [Int]) -> Int? {
    guard !hits.isEmpty else { return nil }
    let first = hits.firstIndex { $0 >= search.origin } ?? 0
    return (((first + search.hit) % hits.count) + hits.count) % hits.count
  }

  /// Shows a line that has what is searched for.
  mutating func showHit(_ search: SearchField) {
    let hits = reader.page.lines(containing: search.field.text)
    guard let hit = place(of: search, among: hits) else { return }
    let line = hits[hit]
    reader.hit = line
    reader.scroll.reveal(
      max(0, line - 2)..<line + 3, count: reader.page.lines.count, visible: readerRect.rows)
  }
}

extension CommandEditor {
  mutating func move(by distance: Int) {
    guard !fields.isEmpty else { return }
    active = ((active + distance) % fields.count + fields.count) % fields.count
  }
}

extension Binding {
  /// What a filter looks at.
  var text: String { "\(keys.joined(separator: " ")) \(help) \(label)" }
}

extension String {
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
