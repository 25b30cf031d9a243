/// A web page's HTML as a tree, read the way browsers read it: whatever stands there, there is a tree.
/// It follows a subset of the HTML living standard, section 13.2: all of its tokens, optional end
/// tags, misnested tags, and tables; without frames, templates' contents and quirks.
package struct HTMLDocument: Hashable, Sendable {
  /// What holds everything; `html`, `head` and `body` are left out.
  package let root: HTMLElement

  /// Reads a text. Elements deeper than a hundred become siblings.
  package init(_ text: String) {
    var builder = HTMLTreeBuilder(text)
    root = builder.tree()
  }

  /// What the page is called; nil where it does not say it.
  package var title: String? {
    let title = root.first { $0.name == "title" }?.words
    return title?.isEmpty == false ? title : nil
  }

  /// What its references are relative to, where that is not its own address.
  package var base: String? {
    root.first { $0.name == "base" && $0["href"] != nil }?["href"]
  }
}

/// An element with what is in it.
package struct HTMLElement: Hashable, Sendable {
  /// Its tag's name in lower case.
  package var name: String
  /// By name in lower case; the first of equal names counts.
  package var attributes: [String: String]
  package var children: [HTMLNode]
  /// Its place among the document's elements, in the order of their tags.
  package var index: Int

  /// The value of an attribute; empty for one without a value, nil where it is missing.
  package subscript(attribute: String) -> String? { attributes[attribute] }

  /// Whether there is such an attribute.
  func has(_ attribute: String) -> Bool { attributes[attribute] != nil }

  /// The elements among its children.
  var elements: [HTMLElement] { children.compactMap(\.element) }

  /// All text in it, as it stands.
  package var text: String {
    children.reduce(into: "") { text, node in
      switch node {
      case .text(let piece): text += piece
      case .element(let element): text += element.text
      }
    }
  }

  /// All text in it, with one blank between words.
  var words: String { text.collapsed }

  /// The first element in it, in the order of tags, for which something holds.
  func first(where condition: (HTMLElement) -> Bool) -> HTMLElement? {
    for element in elements {
      if condition(element) { return element }
      if let found = element.first(where: condition) { return found }
    }
    return nil
  }

  /// Visits the elements in it, in the order of tags; where the visitor says no, not what is in one.
  func visit(_ visitor: (HTMLElement) -> Bool) {
    for element in elements where visitor(element) { element.visit(visitor) }
  }
}

/// An element or a piece of text.
package enum HTMLNode: Hashable, Sendable {
  case element(HTMLElement)
  case text(String)

  /// The element that it is.
  var element: HTMLElement? {
    if case .element(let element) = self { element } else { nil }
  }
}

extension String {
  /// With one blank wherever blanks and line ends stand, and none at the ends.
  var collapsed: String {
    unicodeScalars.split(whereSeparator: \.isHTMLBlank).map(String.init).joined(separator: " ")
  }
}

extension Unicode.Scalar {
  /// Blank, tab, line feed, form feed or carriage return: not the blank that keeps words together.
  var isHTMLBlank: Bool { self == " " || ("\t"..."\r").contains(self) && self != "\u{B}" }
}
