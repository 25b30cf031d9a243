import Documents
import YAML

/// A document as a tree whose scalars keep the words in which they are written: `1.20` is not
/// `1.2`, and `yes` is not `true`.
indirect enum DocumentTree {
  case scalar(Scalar)
  case list([DocumentTree])
  case map(Entries)

  struct Scalar {
    /// What a reader takes the text for.
    let value: Value
    let text: String
  }

  /// Members in the order in which they are written.
  struct Entries {
    private(set) var keys: [String] = []
    private var values: [String: DocumentTree] = [:]

    init(_ members: [(String, DocumentTree)]) {
      for (key, value) in members where values.updateValue(value, forKey: key) == nil {
        keys.append(key)
      }
    }

    subscript(key: String) -> DocumentTree? { values[key] }
  }

  /// What a person calls this kind of value.
  var kindName: String {
    switch self {
    case .scalar(let scalar): scalar.value.kindName
    case .list: Value.array([]).kindName
    case .map: Value.object(Members()).kindName
    }
  }

  var scalar: Scalar? { if case .scalar(let scalar) = self { scalar } else { nil } }

  /// Whether it is a list or a map with anything in it.
  var isContainer: Bool {
    switch self {
    case .scalar: false
    case .list(let items): !items.isEmpty
    case .map(let entries): !entries.keys.isEmpty
    }
  }

  /// What a person calls an item of a list.
  var name: String? {
    guard case .map(let entries) = self else { return nil }
    for key in ["name", "metadata", "id", "kind"] {
      guard let member = entries[key] else { continue }
      return member.scalar?.text ?? member.name
    }
    return nil
  }
}

extension DocumentTree {
  /// The tree of a YAML text with one document; nothing where a key stands twice in a map.
  static func yaml(_ text: String) -> DocumentTree? {
    (try? YAML.parseLocated(text, duplicates: .refused)).map { node in DocumentTree(node) }
  }

  private init(_ node: YAMLNode) {
    switch node.content {
    case .scalar(let value, let written): self = .scalar(Scalar(value: value, text: written))
    case .list(let items): self = .list(items.map { DocumentTree($0) })
    case .map(let members): self = .map(Entries(members.map { ($0.key, DocumentTree($0.value)) }))
    }
  }

  /// The tree of a JSON text; nothing where a member stands twice in an object.
  static func json(_ bytes: [UInt8]) -> DocumentTree? {
    guard let value = try? JSON.parse(bytes) else { return nil }
    var words = JSONWords(bytes)
    let tree = words.tree(value)
    return words.members == 0 ? tree : nil
  }
}

/// What a JSON parser doesn't keep of a text: how its numbers are written, and how many members
/// there are when those of one name count as often as they stand there.
private struct JSONWords {
  private var numbers: [String] = []
  private(set) var members = 0

  init(_ bytes: [UInt8]) {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\""): index = TreeElision.endOfString(at: index, in: bytes)
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        let number = bytes[index...].prefix { $0.isDigit || "+-.eE".utf8.contains($0) }
        numbers.append(number.text)
        index = number.endIndex
      default:
        if byte == UInt8(ascii: ":") { members += 1 }
        index += 1
      }
    }
    numbers.reverse()
  }

  /// The value with its numbers as they are written; each member takes one from the count.
  mutating func tree(_ value: Value) -> DocumentTree {
    switch value {
    case .object(let object):
      var entries: [(String, DocumentTree)] = []
      for (key, member) in object {
        members -= 1
        entries.append((key, tree(member)))
      }
      return .map(DocumentTree.Entries(entries))
    case .array(let items):
      var list: [DocumentTree] = []
      for item in items { list.append(tree(item)) }
      return .list(list)
    case .integer, .number:
      let text = numbers.popLast() ?? value.scalarText ?? ""
      return .scalar(DocumentTree.Scalar(value: value, text: text))
    case .null: return .scalar(DocumentTree.Scalar(value: value, text: "null"))
    case .bool, .string:
      return .scalar(DocumentTree.Scalar(value: value, text: value.scalarText ?? ""))
    }
  }
}
