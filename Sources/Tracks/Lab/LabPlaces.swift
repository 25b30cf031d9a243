/// Finds the words of a lab file in the document.
import Markdown

struct LabPlaces {
  /// Marks a page that is named by its tab until the tabs are known.
  static let tabMark = "\u{1}"

  /// A place in one of the challenges.
  struct Place: Hashable {
    var challenge: Int
    var location: SourceLocation
  }

  private struct Entry {
    var text: String
    var place: Place
    var isProse: Bool
  }

  private var entries: [Entry] = []

  /// Takes in the text of a challenge.
  mutating func add(_ items: [OutlineItem], challenge: Int, file: String) {
    for item in items {
      if let inlines = item.inlines {
        let location = SourceLocation(file: file, line: item.lines.lowerBound, column: item.column)
        entries.append(
          Entry(
            text: LooseText.normal(inlines.plainText),
            place: Place(challenge: challenge, location: location), isProse: true))
      } else if case .preformatted(let text, _, let textLine, _) = item.kind {
        for (offset, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
          .enumerated()
        {
          let number = min(textLine + offset, item.lines.upperBound)
          entries.append(
            Entry(
              text: LooseText.normal(String(line)),
              place: Place(
                challenge: challenge, location: SourceLocation(file: file, line: number)),
              isProse: false))
        }
      }
    }
  }

  /// The place of some words; a finding where there is none, or several.
  func place(of words: String, at location: SourceLocation, findings: inout [Finding]) -> Place? {
    let wanted = LooseText.normal(words)
    guard !wanted.isEmpty else { return nil }
    let all = entries.filter { $0.text.contains(wanted) }
    let prose = all.filter(\.isProse)
    var found = prose.isEmpty ? all : prose
    let same = found.filter { $0.text == wanted }
    if same.count == 1 { found = same }
    if found.count == 1 { return found.first?.place }
    if found.isEmpty {
      findings.append(
        Finding(
          "lab-place", .warning, at: location,
          "The words \"\(words)\" stand nowhere in the document.",
          remedy: "Copy words from the sentence or heading that is meant."))
    } else {
      let lines = found.map { String($0.place.location.line) }.joined(separator: ", ")
      findings.append(
        Finding(
          "lab-place", .warning, at: location,
          "The words \"\(words)\" stand in several places: lines \(lines).",
          remedy: "Use more words, so that one place is left."))
    }
    return nil
  }
}
