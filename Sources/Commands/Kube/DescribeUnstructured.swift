import Documents
import Kubernetes

/// Any object at length, as the tool describes types that it knows nothing about: every member under
/// a label made of its name, nested as it is.
struct DescribeUnstructured {
  private var rows: [(label: String, value: String?)] = []

  /// The lines of an object, its events left out.
  /// - Parameter noEvents: whether a line says that there are no events; it shares the column of the
  ///   lines before it.
  static func lines(_ object: Value, noEvents: Bool) -> [String] {
    var text = DescribeUnstructured()
    text.rows.append(("Name:", object.name))
    text.rows.append(("Namespace:", object.namespace ?? ""))
    text.add("Labels", object.labels, "=")
    text.add("Annotations", object.annotations, ": ")
    var shown = object
    for key in ["name", "namespace", "labels", "annotations", "managedFields"] {
      shown["metadata", key] = nil
    }
    text.add(shown, indent: "")
    if noEvents { text.rows.append(("Events:", "<none>")) }
    return text.aligned
  }

  private mutating func add(_ title: String, _ pairs: [String: String], _ separator: String) {
    if pairs.isEmpty { rows.append(("\(title):", "<none>")) }
    for (index, pair) in pairs.sorted(by: { $0.key < $1.key }).enumerated() {
      rows.append((index == 0 ? "\(title):" : "", "\(pair.key)\(separator)\(pair.value)"))
    }
  }

  private mutating func add(_ value: Value, indent: String) {
    for (key, member) in (value.object ?? [:]).sorted() {
      let label = "\(indent)\(Self.label(key)):"
      switch member {
      case .object:
        rows.append((label, nil))
        add(member, indent: indent + "  ")
      case .array(let items):
        rows.append((label, nil))
        for item in items {
          if item.object != nil {
            add(item, indent: indent + "  ")
          } else {
            rows.append(("\(indent)  \(item.scalarText ?? item.json())", nil))
          }
        }
      default: rows.append((label, member.isNull ? "<nil>" : member.scalarText ?? ""))
      }
    }
  }

  /// `cronSpec` as `Cron Spec`, `apiVersion` as `API Version`; names with signs in them stay.
  static func label(_ name: String) -> String {
    guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }) else {
      return name
    }
    var words: [String] = []
    var before: Character?
    for character in name where character != "-" {
      let begins = character.isUppercase && before?.isUppercase != true
      if words.isEmpty || begins || before == "-" {
        words.append(String(character))
      } else {
        words[words.count - 1].append(character)
      }
      before = character
    }
    let acronyms = ["api", "url", "uid", "osb", "guid"]
    return words.map { word in
      acronyms.contains(word.lowercased())
        ? word.uppercased() : word.prefix(1).uppercased() + word.dropFirst()
    }.joined(separator: " ")
  }

  /// Values that follow one another stand in one column.
  private var aligned: [String] {
    var lines: [String] = []
    var start = 0
    while start < rows.count {
      guard rows[start].value != nil else {
        lines.append(rows[start].label)
        start += 1
        continue
      }
      let block = rows[start...].prefix { $0.value != nil }
      let width = (block.map(\.label.count).max() ?? 0) + 2
      for row in block {
        let gap = String(repeating: " ", count: width - row.label.count)
        lines.append(row.label + gap + (row.value ?? ""))
      }
      start += block.count
    }
    return lines
  }
}
