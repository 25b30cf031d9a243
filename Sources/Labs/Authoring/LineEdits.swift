/// New texts for lines of a file, and the patch that shows them.
package struct LineEdits: Hashable, Sendable {
  /// The lines that stand in place of a line, counted from 1; none to remove it.
  private var replacements: [Int: [String]] = [:]
  /// The lines that come before a line.
  private var insertions: [Int: [String]] = [:]

  package init() {}

  package var isEmpty: Bool { replacements.isEmpty && insertions.isEmpty }

  /// Puts other lines in the place of one.
  package mutating func replace(_ line: Int, with lines: [String]) { replacements[line] = lines }

  /// Puts a line before another one, behind what was put there already.
  package mutating func insert(_ text: String, before line: Int) {
    insertions[line, default: []].append(text)
  }

  /// The text with the edits; every line that is not touched keeps its bytes and its end.
  package func applied(to text: String) -> String {
    let lines = LineEdits.lines(text)
    var result = ""
    for (index, line) in lines.enumerated() {
      let end = line.end.isEmpty ? "\n" : line.end
      for new in insertions[index + 1] ?? [] { result += new + end }
      guard let new = replacements[index + 1] else {
        result += line.text + line.end
        continue
      }
      for text in new { result += text + line.end }
    }
    for new in insertions[lines.count + 1] ?? [] { result += new + "\n" }
    return result
  }

  /// The edits as a patch in the unified form, three lines around each.
  package func patch(of text: String, path: String) -> String {
    let lines = LineEdits.lines(text)
    var pieces: [(mark: Character, text: String, old: Int, new: Int)] = []
    var new = 0
    for (index, line) in lines.enumerated() where index < lines.count - 1 || !line.text.isEmpty {
      let number = index + 1
      for text in insertions[number] ?? [] {
        new += 1
        pieces.append(("+", text, index, new))
      }
      if let texts = replacements[number] {
        pieces.append(("-", line.text, number, new))
        for text in texts {
          new += 1
          pieces.append(("+", text, number, new))
        }
      } else {
        new += 1
        pieces.append((" ", line.text, number, new))
      }
    }
    for text in insertions[lines.count + 1] ?? [] {
      new += 1
      pieces.append(("+", text, lines.count, new))
    }
    var result = "--- \(path)\n+++ \(path)\n"
    var index = 0
    while let first = pieces[index...].firstIndex(where: { $0.mark != " " }) {
      let start = max(index, first - 3)
      var last = first
      while let next = pieces[(last + 1)...].firstIndex(where: { $0.mark != " " }),
        next - last <= 6
      { last = next }
      let end = min(pieces.count, last + 4)
      let hunk = pieces[start..<end]
      let (removed, added) = (hunk.count { $0.mark != "+" }, hunk.count { $0.mark != "-" })
      let (old, new) = (pieces[start].old, pieces[start].new)
      result += "@@ -\(max(1, old)),\(removed) +\(max(1, new)),\(added) @@\n"
      for piece in hunk { result += "\(piece.mark)\(piece.text)\n" }
      index = end
      if index >= pieces.count { break }
    }
    return result
  }

  /// The lines of a text as edits count them, each with its end: a line feed, a carriage return or
  /// both. Other characters that move a printer's head, such as a form feed, are part of a line.
  static func lines(_ text: String) -> [(text: String, end: String)] {
    var lines: [(text: String, end: String)] = []
    var current = ""
    for character in text {
      if character == "\n" || character == "\r\n" || character == "\r" {
        lines.append((current, String(character)))
        current = ""
      } else {
        current.append(character)
      }
    }
    lines.append((current, ""))
    return lines
  }
}
