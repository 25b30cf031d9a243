import Views

/// A list that a person narrows down by typing.
package struct FilteredList: Hashable, Sendable {
  package var filter = TextField()
  package var place = ListPlace()

  package init(selected: Int = 0) { place = ListPlace(selected: selected) }

  /// The places of the items that have what is typed, whatever the case of its letters.
  func shown(_ items: [String]) -> [Int] {
    let words = filter.text.lowercased().split(separator: " ")
    return items.indices.filter { index in
      let text = items[index].lowercased()
      return words.allSatisfy { text.contains($0) }
    }
  }

  /// The place of the selected item among all.
  func selected(_ items: [String]) -> Int? {
    let shown = shown(items)
    return shown.indices.contains(place.selected) ? shown[place.selected] : nil
  }
}

/// Fields for the commands of a step, or for what is missing in them.
package struct CommandEditor: Hashable, Sendable {
  package var labels: [String]
  package var fields: [TextField]
  package var active = 0

  package init(labels: [String], texts: [String]) {
    self.labels = labels
    fields = texts.map { TextField($0) }
  }

  package var texts: [String] { fields.map(\.text) }
}

/// A search in the text.
package struct SearchField: Hashable, Sendable {
  package var field = TextField()
  /// Which of the lines that have it is shown.
  package var hit = 0
  /// The reader's first line before the search.
  package var origin: Int

  package init(origin: Int) { self.origin = origin }
}
