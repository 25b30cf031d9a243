import Platform
import Tracks

/// A document's words for a stream of text: what stands between two places of its file, with the
/// marks that only a page needs taken out.
enum PlainText {
  /// The lines after one place and before another, without fences.
  /// - Parameters:
  ///   - from: the first line that is shown, counted from 1.
  ///   - to: the first line that is not shown any more.
  static func between(_ from: Int, _ to: Int, of file: String) -> [String] {
    guard let text = try? Files.readText(file) else { return [] }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard from >= 1, from < to else { return [] }
    var shown: [String] = []
    var isFence = false
    for line in lines[min(from - 1, lines.count)..<min(to - 1, lines.count)] {
      let trimmed = line.drop { $0 == " " || $0 == "\t" || $0 == ">" }
      if trimmed.hasPrefix("```") || trimmed.hasPrefix("~~~") {
        isFence.toggle()
        continue
      }
      if isFence || trimmed.hasPrefix("<!--") { continue }
      let clean = self.clean(String(line))
      if clean.isEmpty, shown.last?.isEmpty != false { continue }
      shown.append(clean)
    }
    while shown.last?.isEmpty == true { shown.removeLast() }
    return shown
  }

  /// One line without emphasis marks; pictures and links as words.
  static func clean(_ line: String) -> String {
    var text = line.replacing(/!\[([^\]]*)\]\(([^)\s]*)[^)]*\)/) { "[picture: \($0.1)]" }
    text = text.replacing(/\[([^\]]+)\]\(([^)\s]+)[^)]*\)/) { "\($0.1) (\($0.2))" }
    text = text.replacing(/(\*\*|__)([^*_]+)(\*\*|__)/) { String($0.2) }
    text = text.replacing(/^(\s*)>\s*\[!([A-Z]+)\]/) { "\($0.1)\($0.2):" }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return text
  }
}
