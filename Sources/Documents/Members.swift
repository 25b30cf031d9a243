/// The members of an object in the order in which they were written. Two lists of members are
/// equal when they have the same names and values, in whatever order.
package struct Members: Sendable, ExpressibleByDictionaryLiteral {
  package private(set) var keys: [String] = []
  private var values: [String: Value] = [:]

  package init() {}

  /// Members in this order; of two with one name the later value counts.
  package init(_ members: [(String, Value)]) {
    keys.reserveCapacity(members.count)
    for (key, value) in members { self[key] = value }
  }

  package init(dictionaryLiteral elements: (String, Value)...) { self.init(elements) }

  package var count: Int { keys.count }
  package var isEmpty: Bool { keys.isEmpty }

  package subscript(key: String) -> Value? {
    get { values[key] }
    set {
      if let newValue {
        if values.updateValue(newValue, forKey: key) == nil { keys.append(key) }
      } else if values.removeValue(forKey: key) != nil {
        keys.removeAll { $0 == key }
      }
    }
  }

  /// The same members with their names in byte order, as Kubernetes writes them.
  package func sorted() -> Members {
    Members(
      keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { ($0, values[$0] ?? .null) })
  }

  /// The members whose values are strings, as a dictionary.
  package var strings: [String: String] {
    values.compactMapValues(\.string)
  }
}

extension Members: Sequence {
  package func makeIterator() -> some IteratorProtocol<(key: String, value: Value)> {
    keys.lazy.map { (key: $0, value: values[$0] ?? .null) }.makeIterator()
  }
}

extension Members: Hashable {
  package static func == (left: Members, right: Members) -> Bool { left.values == right.values }
  package func hash(into hasher: inout Hasher) { hasher.combine(values) }
}

extension Value {
  /// The same document with the members of every object in byte order.
  package func sortedByKey() -> Value {
    switch self {
    case .array(let items): .array(items.map { $0.sortedByKey() })
    case .object(let members):
      .object(Members(members.sorted().map { ($0.key, $0.value.sortedByKey()) }))
    default: self
    }
  }
}
