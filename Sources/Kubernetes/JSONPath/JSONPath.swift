import Documents

/// JSONPath templates as `kubectl -o jsonpath=…` reads them: text with expressions in braces,
/// `{range}…{end}`, filters, slices, wildcards, recursive descent and quoted text.
package struct JSONPath: Sendable {
  indirect enum Part: Sendable {
    case text(String)
    case path([Step])
    case range([Step], [Part])
  }

  enum Step: Sendable {
    case member(String)
    case index(Int)
    case slice(Int?, Int?, Int)
    case wildcard
    case descent
    case union([Step])
    case filter([Step], Comparison?, Operand?)
  }

  enum Comparison: String, Sendable {
    case equal = "==", notEqual = "!=", less = "<", greater = ">", atMost = "<=", atLeast = ">="
  }

  indirect enum Operand: Sendable {
    case value(Value)
    case path([Step])
  }

  private let parts: [Part]

  /// Reads a template; one without braces is taken as a single expression.
  package init(_ template: String) throws(JSONPathError) {
    let text =
      template.contains("{") ? template : "{\(template.hasPrefix(".") ? "" : ".")\(template)}"
    var parser = JSONPathParser(text)
    parts = try parser.template()
  }

  /// The template filled in from a document. Members that are missing give nothing.
  package func text(for document: Value) -> String {
    JSONPath.render(parts, document, document)
  }

  /// The values at the end of a template that is one expression; nothing for any other.
  func values(in document: Value) -> [Value] {
    guard parts.count == 1, case .path(let steps) = parts[0] else { return [] }
    return JSONPath.evaluate(steps, document)
  }

  private static func render(_ parts: [Part], _ current: Value, _ root: Value) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .path(let steps):
        evaluate(steps, current).map(text).joined(separator: " ")
      case .range(let steps, let body):
        evaluate(steps, current).map { render(body, $0, root) }.joined()
      }
    }.joined()
  }

  /// The values at the end of a path.
  static func evaluate(_ steps: [Step], _ start: Value) -> [Value] {
    var values = [start]
    for (index, step) in steps.enumerated() {
      if case .descent = step {
        let rest = Array(steps[(index + 1)...])
        return values.flatMap(descendants).flatMap { evaluate(rest, $0) }
      }
      values = values.flatMap { apply(step, $0) }
    }
    return values
  }

  private static func apply(_ step: Step, _ value: Value) -> [Value] {
    switch step {
    case .member(let name): return value[name].map { [$0] } ?? []
    case .index(let index):
      let items = value.array ?? []
      let position = index < 0 ? items.count + index : index
      return items.indices.contains(position) ? [items[position]] : []
    case .slice(let from, let to, let stride):
      let items = value.array ?? []
      func position(_ index: Int?, _ absent: Int) -> Int {
        guard let index else { return absent }
        return min(max(index < 0 ? items.count + index : index, 0), items.count)
      }
      let low = position(from, 0)
      let high = position(to, items.count)
      guard low < high, stride > 0 else { return [] }
      return Swift.stride(from: low, to: high, by: stride).map { items[$0] }
    case .wildcard:
      return value.array ?? value.object.map { $0.map(\.value) } ?? []
    case .union(let steps): return steps.flatMap { apply($0, value) }
    case .filter(let left, let comparison, let right):
      return (value.array ?? []).filter { holds($0, left, comparison, right) }
    case .descent: return [value]
    }
  }

  private static func holds(
    _ item: Value, _ left: [Step], _ comparison: Comparison?, _ right: Operand?
  ) -> Bool {
    let found = evaluate(left, item).first
    guard let comparison, let right else { return found != nil }
    guard let found else { return false }
    let other: Value? =
      switch right {
      case .value(let value): value
      case .path(let steps): evaluate(steps, item).first
      }
    guard let other else { return false }
    switch comparison {
    case .equal: return found == other
    case .notEqual: return found != other
    default:
      if let a = found.number, let b = other.number { return compare(a, comparison, b) }
      if let a = found.string, let b = other.string { return compare(a, comparison, b) }
      return false
    }
  }

  private static func compare<T: Comparable>(_ a: T, _ comparison: Comparison, _ b: T) -> Bool {
    switch comparison {
    case .less: a < b
    case .greater: a > b
    case .atMost: a <= b
    case .atLeast: a >= b
    case .equal: a == b
    case .notEqual: a != b
    }
  }

  private static func descendants(_ value: Value) -> [Value] {
    let children = value.array ?? value.object.map { $0.map(\.value) } ?? []
    return [value] + children.flatMap(descendants)
  }

  private static func text(_ value: Value) -> String { value.scalarText ?? value.json() }
}

/// Why a template can't be read.
package struct JSONPathError: Error, Hashable, Sendable {
  package let reason: String
}
