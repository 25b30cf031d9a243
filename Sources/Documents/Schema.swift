/// What a document may hold, as JSON Schema (draft 7, which editors of YAML read): what each key
/// means, and which values it takes.
package indirect enum Schema: Hashable, Sendable {
  /// Text; numbers and truth values that stand for text are taken too, as YAML writers expect.
  case text
  /// Text alone.
  case string
  case integer
  case truth
  /// One of these words.
  case choice([String])
  /// Anything.
  case any
  /// A list.
  case list(Schema)
  /// One value or a list of them.
  case oneOrMore(Schema)
  /// Either of several.
  case either([Schema])
  /// A map with names of the author's own.
  case named(Schema)
  /// A map with these keys and no others, unless it is open; empty only where nothing is required.
  case map([Key], required: [String] = [], isOpen: Bool = false)

  /// One key of a map.
  package struct Key: Hashable, Sendable {
    package let name: String
    package let meaning: String
    package let value: Schema

    package init(_ name: String, _ meaning: String, _ value: Schema = .text) {
      self.name = name
      self.meaning = meaning
      self.value = value
    }
  }

  /// The names of a map's keys.
  package var keys: [String] {
    if case .map(let keys, _, _) = self { keys.map(\.name) } else { [] }
  }

  /// The value of a key of a map.
  package subscript(key: String) -> Schema? {
    guard case .map(let keys, _, _) = self else { return nil }
    return keys.first { $0.name == key }?.value
  }

  /// The whole schema as a document of its own.
  package func document(title: String, about description: String) -> Value {
    var document: Value = [
      "$schema": "http://json-schema.org/draft-07/schema#", "title": Value(title),
      "description": Value(description),
    ]
    for (key, value) in value.object ?? [:] { document[key] = value }
    return document
  }

  private var value: Value {
    switch self {
    case .text: return ["type": ["string", "number", "boolean"]]
    case .string: return ["type": "string"]
    case .integer: return ["type": "integer"]
    case .truth: return ["type": "boolean"]
    case .choice(let words): return ["enum": Value(words)]
    case .any: return [:]
    case .list(let item): return ["type": "array", "items": item.value]
    case .oneOrMore(let item):
      return ["anyOf": [item.value, ["type": "array", "items": item.value]]]
    case .either(let choices): return ["anyOf": .array(choices.map(\.value))]
    case .named(let item):
      return ["type": ["object", "null"], "additionalProperties": item.value]
    case .map(let keys, let required, let isOpen):
      var properties: Value = [:]
      for key in keys {
        var value = key.value.value
        value["description"] = Value(key.meaning)
        properties[key.name] = value
      }
      var value: Value = [
        "type": required.isEmpty ? ["object", "null"] : "object", "properties": properties,
      ]
      if !required.isEmpty { value["required"] = Value(required) }
      if !isOpen { value["additionalProperties"] = false }
      return value
    }
  }
}
