/// Cuts a command line into its simple commands, those inside `$( )` included. It knows quotes,
/// pipes, lists, redirections and assignments, and nothing else of the shell's language.
extension CommandWords {
  private static let wrappers: Set<String> = ["sudo", "time", "command", "exec", "env", "nohup"]

  static func commands(_ line: String) -> [CommandWords] {
    var reader = Reader(bytes: Array(line.utf8))
    reader.read()
    return reader.commands
  }

  private struct Reader {
    let bytes: [UInt8]
    var commands: [CommandWords] = []
    private var words: [String] = []
    private var word: [UInt8] = []
    private var hasWord = false
    private var writes = false
    private var skipsTarget = false

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func read() {
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        switch byte {
        case UInt8(ascii: "\\"):
          if index + 1 < bytes.count, bytes[index + 1] != 0x0A { add(bytes[index + 1]) }
          index += 2
        case UInt8(ascii: "'"), UInt8(ascii: "\""): index = quoted(from: index)
        case UInt8(ascii: "$") where index + 1 < bytes.count && bytes[index + 1] == 0x28:
          index = nested(from: index + 2, closedBy: 0x29)
        case UInt8(ascii: "`"): index = nested(from: index + 1, closedBy: UInt8(ascii: "`"))
        case UInt8(ascii: "|"), UInt8(ascii: ";"), 0x0A:
          endCommand(isBackground: false)
          index += 1
        case UInt8(ascii: "&"):
          let isList = index + 1 < bytes.count && bytes[index + 1] == byte
          if index > 0, bytes[index - 1] == UInt8(ascii: ">") {
            index += 1
            continue
          }
          endCommand(isBackground: !isList)
          index += isList ? 2 : 1
        case UInt8(ascii: ">"):
          redirect(from: index)
          index += 1
        case UInt8(ascii: "#") where !hasWord:
          while index < bytes.count, bytes[index] != 0x0A { index += 1 }
        case _ where byte.isBlank:
          endWord()
          index += 1
        default:
          add(byte)
          index += 1
        }
      }
      endCommand(isBackground: false)
    }

    private mutating func add(_ byte: UInt8) {
      word.append(byte)
      hasWord = true
    }

    private mutating func quoted(from start: Int) -> Int {
      let quote = bytes[start]
      hasWord = true
      var index = start + 1
      while index < bytes.count, bytes[index] != quote {
        if quote == UInt8(ascii: "\""), bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count
        {
          index += 1
        } else if quote == UInt8(ascii: "\""), bytes[index] == UInt8(ascii: "$"),
          index + 1 < bytes.count, bytes[index + 1] == 0x28
        {
          index = nested(from: index + 2, closedBy: 0x29)
          continue
        }
        word.append(bytes[index])
        index += 1
      }
      return index + 1
    }

    /// Reads a command inside a command; its words count as one opaque word outside.
    private mutating func nested(from start: Int, closedBy close: UInt8) -> Int {
      var depth = 1
      var index = start
      while index < bytes.count {
        if close == 0x29, bytes[index] == 0x28 { depth += 1 }
        if bytes[index] == close {
          depth -= 1
          if depth == 0 { break }
        }
        index += 1
      }
      commands += CommandWords.commands(bytes[start..<min(index, bytes.count)].text)
      hasWord = true
      word += "$()".utf8
      return index + 1
    }

    private mutating func redirect(from index: Int) {
      // A descriptor's number before the sign is no argument.
      if word.allSatisfy(\.isDigit) {
        word = []
        hasWord = false
      }
      endWord()
      var rest = bytes[(index + 1)...]
      while let first = rest.first, first.isBlank || first == UInt8(ascii: ">") {
        rest = rest.dropFirst()
      }
      let isHarmless = rest.first == UInt8(ascii: "&") || rest.hasPrefix("/dev/null")
      if !isHarmless { writes = true }
      skipsTarget = rest.first != UInt8(ascii: "&")
    }

    private mutating func endWord() {
      guard hasWord else { return }
      let text = word.text
      word = []
      hasWord = false
      if skipsTarget {
        skipsTarget = false
        return
      }
      if words.isEmpty {
        let isAssignment =
          text.utf8.contains(UInt8(ascii: "="))
          && text.utf8.prefix { $0 != UInt8(ascii: "=") }
            .isMadeOf { $0.isAlphanumeric || $0 == UInt8(ascii: "_") }
        if isAssignment || CommandWords.wrappers.contains(text) { return }
      }
      words.append(text)
    }

    private mutating func endCommand(isBackground: Bool) {
      endWord()
      if !words.isEmpty {
        commands.append(
          CommandWords(words: words, writes: writes, isBackground: isBackground))
      }
      words = []
      writes = false
      skipsTarget = false
    }
  }
}
