/// Selections of objects by their labels and fields.
import Documents

/// A condition on labels: every requirement must hold.
package struct Selector: Hashable, Sendable {
  /// What must hold of one label.
  package struct Requirement: Hashable, Sendable {
    /// How the label is compared.
    package enum Operation: Hashable, Sendable {
      case isIn([String]), isNotIn([String]), exists, isAbsent
    }

    package let key: String
    package let operation: Operation
  }

  package var requirements: [Requirement]

  /// A selector of these requirements; none select everything.
  package init(_ requirements: [Requirement] = []) { self.requirements = requirements }

  /// A selector for exactly these labels.
  package init(labels: [String: String]) {
    requirements = labels.sorted { $0.key < $1.key }
      .map { Requirement(key: $0.key, operation: .isIn([$0.value])) }
  }

  /// The selector that a document holds: `matchLabels` and `matchExpressions`, or, as in a
  /// service, just labels.
  package init(document: Value) {
    guard document["matchLabels"] != nil || document["matchExpressions"] != nil else {
      self.init(labels: document.object?.strings ?? [:])
      return
    }
    self.init(labels: document["matchLabels"]?.object?.strings ?? [:])
    for expression in document["matchExpressions"]?.array ?? [] {
      guard let key = expression["key"]?.string else { continue }
      let values = expression["values"]?.array?.compactMap(\.string) ?? []
      switch expression["operator"]?.string {
      case "In": requirements.append(Requirement(key: key, operation: .isIn(values)))
      case "NotIn": requirements.append(Requirement(key: key, operation: .isNotIn(values)))
      case "DoesNotExist": requirements.append(Requirement(key: key, operation: .isAbsent))
      default: requirements.append(Requirement(key: key, operation: .exists))
      }
    }
  }

  /// Whether it selects everything.
  package var isEmpty: Bool { requirements.isEmpty }

  /// Whether labels fulfil every requirement.
  package func matches(_ labels: [String: String]) -> Bool {
    requirements.allSatisfy { requirement in
      let value = labels[requirement.key]
      return switch requirement.operation {
      case .isIn(let values): value.map { values.contains($0) } ?? false
      case .isNotIn(let values): value.map { !values.contains($0) } ?? true
      case .exists: value != nil
      case .isAbsent: value == nil
      }
    }
  }
}

extension Selector {
  /// Reads a selector as commands and requests carry it: `a=b,c!=d,e in (f,g),h,!i`.
  package static func parse(_ text: String) throws(StatusError) -> Selector {
    var requirements: [Requirement] = []
    for part in split(text) {
      guard let requirement = requirement(part) else {
        throw .badRequest("unable to parse requirement: found '\(part)'")
      }
      requirements.append(requirement)
    }
    return Selector(requirements)
  }

  /// The selector as requests carry it.
  package var text: String {
    requirements.map { requirement in
      switch requirement.operation {
      case .isIn(let values) where values.count == 1: "\(requirement.key)=\(values[0])"
      case .isIn(let values): "\(requirement.key) in (\(values.joined(separator: ",")))"
      case .isNotIn(let values) where values.count == 1: "\(requirement.key)!=\(values[0])"
      case .isNotIn(let values): "\(requirement.key) notin (\(values.joined(separator: ",")))"
      case .exists: requirement.key
      case .isAbsent: "!\(requirement.key)"
      }
    }.joined(separator: ",")
  }

  private static func requirement(_ text: String) -> Requirement? {
    if text.hasPrefix("!") {
      return made(String(text.dropFirst()), .isAbsent)
    }
    if text.hasSuffix(")"), let open = text.firstIndex(of: "(") {
      let values = text[text.index(after: open)...].dropLast()
        .split(separator: ",", omittingEmptySubsequences: false).map(trimmed)
      let words = text[..<open].split(separator: " ")
      guard words.count == 2 else { return nil }
      switch words[1] {
      case "in": return made(String(words[0]), .isIn(values))
      case "notin": return made(String(words[0]), .isNotIn(values))
      default: return nil
      }
    }
    guard let sign = text.firstIndex(of: "=") else { return made(text, .exists) }
    var key = text[..<sign]
    var value = text[text.index(after: sign)...]
    let isNegative = key.hasSuffix("!")
    if isNegative { key = key.dropLast() }
    if value.hasPrefix("=") { value = value.dropFirst() }
    let values = [trimmed(value)]
    guard Names.isLabelValue(values[0]) else { return nil }
    return made(String(key), isNegative ? .isNotIn(values) : .isIn(values))
  }

  private static func made(_ key: String, _ operation: Requirement.Operation) -> Requirement? {
    let key = trimmed(key[...])
    return Names.isLabelKey(key) ? Requirement(key: key, operation: operation) : nil
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  private static func split(_ text: String) -> [String] {
    var parts: [String] = [""]
    var depth = 0
    for character in text {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if character == "," && depth == 0 {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts.map { trimmed($0[...]) }.filter { !$0.isEmpty }
  }
}

/// A condition on fields of an object: `metadata.name=x,status.phase!=Running`.
package struct FieldSelector: Hashable, Sendable {
  /// What must hold of one field.
  package struct Requirement: Hashable, Sendable {
    package let path: [String]
    package let value: String
    package let isEqual: Bool
  }

  package let requirements: [Requirement]

  /// A selector of these requirements; none select everything.
  package init(_ requirements: [Requirement] = []) { self.requirements = requirements }

  /// Reads a selector as commands and requests carry it.
  package static func parse(_ text: String) throws(StatusError) -> FieldSelector {
    var requirements: [Requirement] = []
    for part in text.split(separator: ",") {
      guard let sign = part.firstIndex(of: "=") else {
        throw .badRequest(
          "invalid selector: '\(part)'; can't understand '\(part)'")
      }
      let isEqual = !part[..<sign].hasSuffix("!")
      let path = isEqual ? part[..<sign] : part[..<sign].dropLast()
      var value = part[part.index(after: sign)...]
      if value.hasPrefix("=") { value = value.dropFirst() }
      requirements.append(
        Requirement(
          path: path.split(separator: ".").map(String.init), value: String(value),
          isEqual: isEqual))
    }
    return FieldSelector(requirements)
  }

  /// Whether an object fulfils every requirement; a missing field counts as empty.
  package func matches(_ object: Value) -> Bool {
    requirements.allSatisfy { requirement in
      let found = object[path: requirement.path[...]]?.scalarText ?? ""
      return (found == requirement.value) == requirement.isEqual
    }
  }

  /// The name that an object must have, where the selector asks for one.
  package var name: String? {
    requirements.first { $0.isEqual && $0.path == ["metadata", "name"] }?.value
  }
}
