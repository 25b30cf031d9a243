/// A YAML document as a tree in which every node knows where it was written.
import Documents

/// One node of a YAML document.
package struct YAMLNode: Hashable, Sendable {
  /// Counted from 1.
  package let line: Int
  /// Counted from 1, in characters.
  package let column: Int
  package let content: Content

  /// What a node is.
  package enum Content: Hashable, Sendable {
    /// What the scalar stands for, and the text it was written as, without quotes.
    case scalar(Value, written: String)
    case list([YAMLNode])
    case map([YAMLMember])
  }

  package init(line: Int, column: Int, content: Content) {
    self.line = line
    self.column = column
    self.content = content
  }
}

/// One entry of a YAML map, with the place of its key.
package struct YAMLMember: Hashable, Sendable {
  package let key: String
  package let line: Int
  package let column: Int
  package let value: YAMLNode
}

extension YAMLNode {
  /// The document without places.
  package var value: Value {
    switch content {
    case .scalar(let value, _): value
    case .list(let items): .array(items.map(\.value))
    case .map(let members): .object(Members(members.map { ($0.key, $0.value.value) }))
    }
  }

  /// The members of a map in written order; of a key that was written twice, both.
  package var members: [YAMLMember] {
    if case .map(let members) = content { members } else { [] }
  }

  /// The items of a list.
  package var items: [YAMLNode]? {
    if case .list(let items) = content { items } else { nil }
  }

  /// The node under that key; the later one where the key was written twice.
  package subscript(key: String) -> YAMLNode? {
    members.last { $0.key == key }?.value
  }

  /// The scalar as it was written, without quotes: `4.10` stays so. Nothing for lists and maps.
  package var text: String? {
    if case .scalar(_, let text) = content { text } else { nil }
  }

  /// Members whose key was already used in the same map.
  package var duplicates: [YAMLMember] {
    var found: [YAMLMember] = []
    collectDuplicates(into: &found)
    return found
  }

  private func collectDuplicates(into found: inout [YAMLMember]) {
    var seen: Set<String> = []
    for member in members {
      if !seen.insert(member.key).inserted { found.append(member) }
      member.value.collectDuplicates(into: &found)
    }
    for item in items ?? [] { item.collectDuplicates(into: &found) }
  }

  /// How many nodes this tree has.
  var size: Int {
    switch content {
    case .scalar: 1
    case .list(let items): items.reduce(1) { $0 + $1.size }
    case .map(let members): members.reduce(1) { $0 + $1.value.size }
    }
  }

  /// How many levels this tree has.
  var height: Int {
    switch content {
    case .scalar: 1
    case .list(let items): 1 + (items.lazy.map(\.height).max() ?? 0)
    case .map(let members): 1 + (members.lazy.map(\.value.height).max() ?? 0)
    }
  }
}
