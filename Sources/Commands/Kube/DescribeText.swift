import Documents
import Kubernetes
import KubernetesClient

/// The indented `Name:   value` layout that `describe` prints.
struct DescribeText {
  private(set) var lines: [String] = []
  private let width: Int

  /// - Parameter width: how many columns the names take.
  init(width: Int) { self.width = width }

  /// A name and its value, or several values below each other.
  mutating func add(_ name: String, _ values: [String]) {
    let values = values.isEmpty ? ["<none>"] : values
    for (index, value) in values.enumerated() {
      let label = index == 0 ? "\(name):" : ""
      lines.append(
        (label + String(repeating: " ", count: max(2, width - label.count)) + value)
          .trimmingTrailingBlanks())
    }
  }

  mutating func add(_ name: String, _ value: String) { add(name, [value]) }

  /// A heading with lines below it.
  mutating func add(section: String, _ body: [String]) {
    guard !body.isEmpty else {
      lines.append(
        "\(section):\(String(repeating: " ", count: max(2, width - section.count - 1)))<none>")
      return
    }
    lines.append("\(section):")
    lines += body.map { "  " + $0 }
  }

  mutating func add(line: String) { lines.append(line) }

  /// Names, labels and annotations, which every description begins with.
  mutating func addHead(_ object: Value) {
    add("Name", object.name)
    if let namespace = object.namespace { add("Namespace", namespace) }
    add("Labels", DescribeText.pairs(object.labels))
    let annotations = object.annotations.filter {
      $0.key != "kubectl.kubernetes.io/last-applied-configuration"
    }
    add("Annotations", DescribeText.pairs(annotations, separator: ": "))
  }

  static func pairs(_ pairs: [String: String], separator: String = "=") -> [String] {
    pairs.sorted { $0.key < $1.key }.map { "\($0.key)\(separator)\($0.value)" }
  }

  /// A table below a heading, as conditions and events are shown.
  static func table(_ header: [String], _ rows: [[String]]) -> [String] {
    var printer = TablePrinter()
    let rule = header.map { String(repeating: "-", count: $0.count) }
    return printer.lines([header, rule] + rows)
  }
}

extension String {
  func trimmingTrailingBlanks() -> String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
