/// The fields of messages by their numbers, read from the list of them.

struct ProtobufSchema: Sendable {
  indirect enum FieldType: Hashable, Sendable {
    case text, bytes, bool, integer, quantity, integerOrText, time, json
    case message(String)
    case list(FieldType)
    case map(FieldType)
  }

  struct Field: Hashable, Sendable {
    /// Nothing for a field whose members belong to the message around it.
    let name: String?
    let type: FieldType
    /// Whether a zero is meant.
    let isPointer: Bool
  }

  static let builtIn = ProtobufSchema(text: ProtobufFields.text)

  private var messages: [String: [Int: Field]] = [:]

  init(text: String) {
    var name = ""
    var fields = ""
    func closed() -> [Int: Field] {
      var found: [Int: Field] = [:]
      for entry in ProtobufSchema.entries(of: fields) {
        let words = entry.split(separator: " ")
        guard words.count == 3, let number = Int(words[0]) else { continue }
        let isPointer = words[2].hasSuffix("?")
        guard let type = ProtobufSchema.type(isPointer ? words[2].dropLast() : words[2]) else {
          continue
        }
        found[number] = Field(
          name: words[1] == "(inline)" ? nil : String(words[1]), type: type,
          isPointer: isPointer)
      }
      return found
    }
    for line in text.split(separator: "\n") {
      if line.hasPrefix(" ") {
        fields += " " + line.drop { $0 == " " }
        continue
      }
      if !name.isEmpty { messages[name] = closed() }
      let parts = line.split(separator: ":", maxSplits: 1)
      name = String(parts[0])
      fields = parts.count == 2 ? String(parts[1]) : ""
    }
    if !name.isEmpty { messages[name] = closed() }
  }

  /// The fields of a message of that group, or else of the core group or the shared ones.
  func fields(of message: String, group: String) -> (group: String, fields: [Int: Field])? {
    for candidate in [group, "core", "meta"] {
      if let fields = messages["\(candidate).\(message)"] { return (candidate, fields) }
    }
    return nil
  }

  /// The entries between commas, of which those in a map's type are none.
  private static func entries(of text: String) -> [Substring] {
    var entries: [Substring] = []
    var start = text.startIndex
    var depth = 0
    for index in text.indices {
      switch text[index] {
      case "<": depth += 1
      case ">": depth -= 1
      case "," where depth == 0:
        entries.append(text[start..<index])
        start = text.index(after: index)
      default: break
      }
    }
    entries.append(text[start...])
    return entries
  }

  private static func type(_ text: Substring) -> FieldType? {
    switch text {
    case "s": return .text
    case "y": return .bytes
    case "b": return .bool
    case "i": return .integer
    case "QTY": return .quantity
    case "IOS": return .integerOrText
    case "TIME": return .time
    case "FIELDS": return .json
    default: break
    }
    if text.hasPrefix("{") { return .message(String(text.dropFirst().dropLast())) }
    if text.hasPrefix("[") { return type(text.dropFirst().dropLast()).map(FieldType.list) }
    if text.hasPrefix("<s,") { return type(text.dropFirst(3).dropLast()).map(FieldType.map) }
    return nil
  }
}
