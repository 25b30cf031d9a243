/// Documents as values: the tree that JSON and YAML texts have in common, with the order of keys
/// kept as it was written.
package indirect enum Value: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([Value])
  case object(Members)
}

extension Value {
  /// The text of a string; nothing for any other kind.
  package var string: String? { if case .string(let text) = self { text } else { nil } }

  /// A whole number, also when it was written as `3.0`.
  package var integer: Int? {
    switch self {
    case .integer(let number): number
    case .number(let number): Int(exactly: number)
    default: nil
    }
  }

  /// Any number.
  package var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  package var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
  package var array: [Value]? { if case .array(let items) = self { items } else { nil } }
  package var object: Members? { if case .object(let members) = self { members } else { nil } }
  package var isNull: Bool { self == .null }

  /// Whether this is null, or an object or array without content.
  package var isEmpty: Bool {
    switch self {
    case .null: true
    case .array(let items): items.isEmpty
    case .object(let members): members.isEmpty
    default: false
    }
  }

  /// What a person would call this kind of value in a message.
  package var kindName: String {
    switch self {
    case .null: "nothing"
    case .bool: "a truth value"
    case .integer, .number: "a number"
    case .string: "text"
    case .array: "a list"
    case .object: "a map"
    }
  }

  /// The scalar as it would be written without quotes; nothing for lists and maps.
  package var scalarText: String? {
    switch self {
    case .null: ""
    case .bool(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .number(let number): String(number)
    case .string(let text): text
    case .array, .object: nil
    }
  }
}

extension Value {
  /// The member of that name; setting nothing removes it, setting on a non-object makes one.
  package subscript(key: String) -> Value? {
    get { object?[key] }
    set {
      var members = object ?? Members()
      members[key] = newValue
      self = .object(members)
    }
  }

  /// The member at the end of a path of names; setting makes the objects on the way.
  package subscript(path: String...) -> Value? {
    get { self[path: path[...]] }
    set { self[path: path[...]] = newValue }
  }

  /// The member at the end of a path of names.
  package subscript(path path: ArraySlice<String>) -> Value? {
    get {
      var value = self
      for key in path {
        guard let next = value[key] else { return nil }
        value = next
      }
      return value
    }
    set {
      guard let key = path.first else {
        self = newValue ?? .null
        return
      }
      if path.count == 1 {
        self[key] = newValue
      } else {
        if newValue == nil && self[key] == nil { return }
        var child = self[key] ?? .object([:])
        child[path: path.dropFirst()] = newValue
        self[key] = child
      }
    }
  }

  /// The item at that index, where this is a list that has one.
  package subscript(index: Int) -> Value? {
    guard let items = array, items.indices.contains(index) else { return nil }
    return items[index]
  }
}

// Null has no literal: beside an optional, `nil` would silently be taken for it.
extension Value: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
  ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(arrayLiteral elements: Value...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, Value)...) {
    self = .object(Members(elements))
  }

  package init(_ text: String) { self = .string(text) }
  package init(_ text: Substring) { self = .string(String(text)) }
  package init(_ number: Int) { self = .integer(number) }
  package init(_ flag: Bool) { self = .bool(flag) }
  package init(_ strings: [String]) { self = .array(strings.map(Value.string)) }
  package init(_ strings: [String: String]) {
    self = .object(Members(strings.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
  }
}
