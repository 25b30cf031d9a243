/// A tree of lines as status commands draw it.
package struct Tree: Sendable, Equatable {
  package var title: String
  /// Lines under the title, `key: value`; those without a value are not drawn.
  package var details: [String: String]
  package var children: [Tree]

  package init(_ title: String, details: [String: String] = [:], children: [Tree] = []) {
    self.title = title
    self.details = details
    self.children = children
  }

  /// The drawing, each line ended.
  /// - Parameter barsDetails: whether details of an item with children hang on a bar of their own,
  ///   as they do from 1.5 on.
  package func text(barsDetails: Bool = false) -> String {
    var text = ""
    draw(into: &text, lead: "", below: "", barsDetails: barsDetails)
    return text
  }

  private func draw(into text: inout String, lead: String, below: String, barsDetails: Bool) {
    text += "\(lead)\(title)\n"
    let bar = barsDetails && !children.isEmpty ? "│ " : ""
    for (key, value) in details.sorted(by: { Tree.precedes($0.key, $1.key) }) where !value.isEmpty {
      text += "\(below)\(bar)\(key): \(value)\n"
    }
    for (index, child) in children.enumerated() {
      let isLast = index == children.count - 1
      child.draw(
        into: &text, lead: below + (isLast ? "╰─ " : "├─ "),
        below: below + (isLast ? "   " : "│  "), barsDetails: barsDetails)
    }
  }

  private static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}
