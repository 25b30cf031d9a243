import Testing

@testable import Tracks

/// A document in which 1️⃣ to 9️⃣ mark places. The marks are taken out before it is read.
struct MarkedText {
  private(set) var text = ""
  private(set) var marks: [String: (line: Int, column: Int)] = [:]

  init(_ marked: String) {
    var (line, column) = (1, 1)
    for character in marked {
      if character.unicodeScalars.last == "\u{20E3}", let digit = character.unicodeScalars.first {
        marks[String(digit)] = (line, column)
        continue
      }
      text.append(character)
      if character == "\n" {
        (line, column) = (line + 1, 1)
      } else {
        column += 1
      }
    }
  }

  /// Reads the document as a page and compares what lint says with `MARK RULE` lines, in order.
  func expect(
    _ expected: [String], lab: String? = nil, assets: [String] = [],
    at location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    var texts = ["page.md": text]
    for asset in assets { texts[asset] = "" }
    let files = TrackFiles(texts: texts)
    let labFile = lab.map { SourceFile(path: "lab.yml", text: $0) }
    let track = try TrackReader.read(path: "page.md", files: files, labFile: labFile)
    let found = Rules.check(track, files: files).map { finding in
      let place = finding.location
      let mark = marks.first { $0.value == (place.line, place.column) }?.key
      return
        "\(place.file == "page.md" ? mark ?? place.description : place.description) \(finding.id)"
    }
    #expect(found == expected, sourceLocation: location)
  }
}
