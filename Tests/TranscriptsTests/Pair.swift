import Platform
import Testing
import Transcripts

/// An expected and an actual text with the verdict that a person gives them. The files in `Pairs`
/// hold them as blocks:
///
///     === its name
///     right | drift | not ready: WORDS | wrong: WORDS
///     with KEY=VALUE          (as often as needed; `variable NAME=VALUE` too)
///     <<<
///     the expected text
///     >>> exit 1              (the status is 0 without it; several commands have one each)
///     the actual text
///
/// The words behind `wrong:` and `not ready:` are the true difference, with bars between them; the
/// sentence of the verdict must hold each.
struct Pair: Sendable, CustomTestStringConvertible {
  enum Label: Hashable, Sendable {
    case right, drift, notReady, wrong
  }

  var name: String
  var label = Label.right
  /// What the sentence must name.
  var words: [String] = []
  var options = ComparisonOptions()
  var expected = ""
  var outputs: [CommandOutput] = []

  var testDescription: String { name }

  func judged() -> Comparison {
    Comparison.compare(expected: expected, outputs: outputs, options: options)
  }
}

extension Pair {
  /// Every pair of every file, in the order of the files' names.
  static let all: [Pair] = {
    let folder = Path.parent(of: #filePath) + "/Pairs"
    let names = ((try? Files.list(folder)) ?? []).filter { $0.hasSuffix(".txt") }.sorted()
    return names.flatMap { read((try? Files.readText(folder + "/" + $0)) ?? "", file: $0) }
  }()

  static func labelled(_ labels: Set<Label>) -> [Pair] { all.filter { labels.contains($0.label) } }

  private static func read(_ text: String, file: String) -> [Pair] {
    var pairs: [Pair] = []
    var part: WritableKeyPath<Pair, String>?
    var isActual = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("=== ") {
        pairs.append(Pair(name: "\(file): \(line.dropFirst(4))"))
        (part, isActual) = (nil, false)
        continue
      }
      guard let last = pairs.indices.last else { continue }
      if line == "<<<" {
        part = \.expected
      } else if line == ">>>" || line.hasPrefix(">>> exit ") {
        isActual = true
        let status = Int32(line.dropFirst(9)) ?? 0
        pairs[last].outputs.append(CommandOutput(command: "command", text: "", status: status))
      } else if isActual {
        pairs[last].outputs[pairs[last].outputs.count - 1].text += line + "\n"
      } else if let part {
        pairs[last][keyPath: part] += line + "\n"
      } else {
        pairs[last].take(line)
      }
    }
    return pairs
  }

  /// A line between the name and the expected text.
  private mutating func take(_ line: String) {
    let words = line.split(separator: ":", maxSplits: 1).map(String.init)
    switch words[0] {
    case "right": label = .right
    case "drift": label = .drift
    case "not ready": label = .notReady
    case "wrong": label = .wrong
    default: set(line)
    }
    guard words.count == 2, label == .notReady || label == .wrong, self.words.isEmpty else {
      return
    }
    self.words = words[1].split(separator: "|").map { $0.trimming() }
  }

  private mutating func set(_ line: String) {
    let parts = line.split(separator: " ", maxSplits: 1)
    let setting = parts[1].split(separator: "=", maxSplits: 1).map(String.init)
    if parts[0] == "variable" {
      options.variables[setting[0]] = setting[1]
    } else if let problem = options.set(setting[0], setting[1]) {
      Issue.record("\(name): \(problem)")
    }
  }
}

extension Substring {
  func trimming() -> String {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
