/// Texts compared and searched as people read them.

extension StringProtocol {
  /// Without white space at both ends.
  var trimmed: String {
    let start = drop { $0.isWhitespace }
    var end = start.endIndex
    while end > start.startIndex, start[start.index(before: end)].isWhitespace {
      end = start.index(before: end)
    }
    return String(start[..<end])
  }
}

/// A text as it is compared: small letters, single blanks, plain quotes, nothing mis-decoded.
enum LooseText {
  static func normal(_ text: String) -> String {
    if let text = plain(text) { return text }
    var written = ""
    var needsBlank = false
    for character in Mojibake.repaired(text).lowercased() {
      if character.isWhitespace || character == "\u{A0}" {
        needsBlank = !written.isEmpty
        continue
      }
      if needsBlank { written.append(" ") }
      needsBlank = false
      switch character {
      case "’", "‘", "`", "´": written.append("'")
      case "“", "”": written.append("\"")
      case "–", "—", "‑": written.append("-")
      case "…": written.append("...")
      case "*", "_": break
      default: written.append(character)
      }
    }
    while let last = written.last, ".,:;! ".contains(last) { written.removeLast() }
    return written
  }

  /// The same for a text of ASCII alone, as most are.
  private static func plain(_ text: String) -> String? {
    var written: [UInt8] = []
    var needsBlank = false
    for byte in text.utf8 {
      switch byte {
      case 0x80...: return nil
      case 0x09...0x0D, 0x20:
        needsBlank = !written.isEmpty
        continue
      default: break
      }
      if needsBlank { written.append(0x20) }
      needsBlank = false
      switch byte {
      case UInt8(ascii: "`"): written.append(UInt8(ascii: "'"))
      case UInt8(ascii: "*"), UInt8(ascii: "_"): break
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): written.append(byte | 0x20)
      default: written.append(byte)
      }
    }
    while let last = written.last, ".,:;! ".utf8.contains(last) { written.removeLast() }
    return String(decoding: written, as: UTF8.self)
  }

  /// The words of a text: letters and digits, in small letters.
  static func words(_ text: String) -> [String] {
    let normal = normal(text)
    if normal.utf8.allSatisfy({ $0 < 0x80 }) {
      return normal.utf8.split {
        !($0 >= 0x61 && $0 <= 0x7A || $0 >= 0x30 && $0 <= 0x39)
      }.compactMap { String($0) }
    }
    return normal.split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  /// The sentences of a text.
  static func sentences(_ text: String) -> [String] {
    var sentences: [String] = []
    var current = ""
    var previous: Character = " "
    for character in text {
      if character.isWhitespace, ".!?:".contains(previous) {
        sentences.append(current)
        current = ""
      }
      current.append(character.isNewline ? " " : character)
      previous = character
    }
    return (sentences + [current]).map(\.trimmed).filter { !$0.isEmpty }
  }
}

/// Words that were meant.
package enum Spelling {
  /// The known word that differs least, where it differs little.
  package static func nearest(to word: String, in known: [String]) -> String? {
    candidates(for: word, in: known).first
  }

  /// The known words that differ least, where they differ little; several that differ as much are
  /// a question for the author.
  static func candidates(for word: String, in known: [String]) -> [String] {
    let letters = Array(word.lowercased())
    let limit = letters.count < 4 ? 1 : 2
    let near = known.map { ($0, distance(letters, Array($0.lowercased()))) }
    guard let least = near.map(\.1).min(), least <= limit else { return [] }
    return near.filter { $0.1 == least }.map(\.0)
  }

  /// "Did you mean hints or points?"
  static func question(_ candidates: [String]) -> String? {
    candidates.isEmpty ? nil : "Did you mean \(candidates.joined(separator: " or "))?"
  }

  /// How many letters are put in, left out, exchanged, or swapped with the next one.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    guard abs(left.count - right.count) <= 3 else { return .max }
    var before: [Int] = []
    var row = Array(0...right.count)
    for (i, letter) in left.enumerated() {
      var next = [i + 1]
      for (j, other) in right.enumerated() {
        var cost = min(next[j] + 1, row[j + 1] + 1, row[j] + (letter == other ? 0 : 1))
        if i > 0, j > 0, letter == right[j - 1], left[i - 1] == other {
          cost = min(cost, before[j - 1] + 1)
        }
        next.append(cost)
      }
      (before, row) = (row, next)
    }
    return row[right.count]
  }
}
