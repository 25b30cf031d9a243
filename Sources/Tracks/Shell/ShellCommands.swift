/// Cuts the text of a block into commands, as a shell would read it line by line.
enum ShellCommands {
  /// One command and the place of its first line in the text, counted from 0.
  struct Piece: Hashable {
    var text: String
    var line: Int
    /// Whether the text ended before the command did.
    var isComplete = true
  }

  /// The commands of a text; lines that are empty or only a comment are none.
  static func split(_ text: String) -> [Piece] {
    var pieces: [Piece] = []
    var open: [Substring] = []
    var start = 0
    var lexer = ShellLexer()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      if open.isEmpty {
        let trimmed = line.trimmed
        if trimmed.isEmpty || trimmed.hasPrefix("#") { continue }
        start = number
        lexer = ShellLexer()
      }
      open.append(line)
      lexer.feed(line)
      if lexer.isComplete {
        pieces.append(Piece(text: joined(open), line: start))
        open = []
      }
    }
    if !open.isEmpty { pieces.append(Piece(text: joined(open), line: start, isComplete: false)) }
    return pieces
  }

  /// Here-documents keep their last line break inside; blanks around the whole say nothing.
  private static func joined(_ lines: [Substring]) -> String {
    var lines = lines
    while lines.count > 1, lines.last?.trimmed.isEmpty == true { lines.removeLast() }
    guard let first = lines.first else { return "" }
    let head = first.drop { $0 == " " || $0 == "\t" }
    let body = ([head] + lines.dropFirst()).joined(separator: "\n")
    return lines.count == 1 ? body.trimmed : body
  }
}

/// Follows quotes, here-documents and compound commands far enough to know where a command ends.
struct ShellLexer {
  private enum Frame {
    case single, double, backtick, parameter
    case parenthesis, brace, branch, loop, choice
  }

  private struct HereDocument {
    var delimiter: String
    var stripsTabs: Bool
  }

  private var frames: [Frame] = []
  private var pending: [HereDocument] = []
  private var reading: [HereDocument] = []
  private var continues = false
  private var startsWord = true
  private var startsCommand = true

  /// Whether all that was fed is a finished command.
  var isComplete: Bool { frames.isEmpty && reading.isEmpty && !continues }

  /// Takes in the next line.
  mutating func feed(_ line: Substring) {
    if let document = reading.first {
      let text = document.stripsTabs ? line.drop { $0 == "\t" } : line
      if text == document.delimiter { reading.removeFirst() }
      return
    }
    continues = false
    let isInText = frames.last == .single || frames.last == .double
    if !isInText {
      startsWord = true
      startsCommand = true
    }
    scan(Array(line))
    reading = pending
    pending = []
  }

  private mutating func scan(_ characters: [Character]) {
    var index = 0
    while index < characters.count {
      let character = characters[index]
      let next = index + 1 < characters.count ? characters[index + 1] : nil
      switch frames.last {
      case .single:
        if character == "'" { frames.removeLast() }
        index += 1
      case .double, .backtick, .parameter: index += scanInside(character, next)
      default:
        if character == "#", startsWord { return }
        index += scanCommand(characters, index, next)
      }
      if index >= characters.count, character == "\\", next == nil, frames.last != .single {
        continues = true
      }
    }
  }

  /// Inside of double quotes, back quotes and `${…}`.
  private mutating func scanInside(_ character: Character, _ next: Character?) -> Int {
    startsWord = false
    switch (character, frames.last) {
    case ("\\", _): return 2
    case ("\"", .double), ("`", .backtick), ("}", .parameter): frames.removeLast()
    case ("\"", _): frames.append(.double)
    case ("`", .double), ("`", .parameter): frames.append(.backtick)
    case ("'", .backtick), ("'", .parameter): frames.append(.single)
    case ("$", _) where next == "(":
      frames.append(.parenthesis)
      startsCommand = true
      startsWord = true
      return 2
    case ("$", _) where next == "{":
      frames.append(.parameter)
      return 2
    default: break
    }
    return 1
  }

  private mutating func scanCommand(
    _ characters: [Character], _ index: Int, _ next: Character?
  ) -> Int {
    let character = characters[index]
    switch character {
    case " ", "\t":
      startsWord = true
      return 1
    case "\\":
      startsWord = false
      startsCommand = false
      return 2
    case "'", "\"", "`":
      frames.append(character == "'" ? .single : character == "\"" ? .double : .backtick)
      (startsWord, startsCommand) = (false, false)
      return 1
    case "$" where next == "(" || next == "{":
      frames.append(next == "(" ? .parenthesis : .parameter)
      (startsWord, startsCommand) = (next == "(", next == "(")
      return 2
    case "<" where next == "<": return hereDocument(characters, index)
    case ";", "&", "|":
      (startsWord, startsCommand) = (true, true)
      let isDouble = next == character
      let rest = characters[(index + (isDouble ? 2 : 1))...]
      let endsLine = rest.allSatisfy { $0 == " " || $0 == "\t" }
      if endsLine, character == "|" || character == "&" && isDouble { continues = true }
      return isDouble ? 2 : 1
    case "(":
      if frames.last != .choice || startsCommand { frames.append(.parenthesis) }
      (startsWord, startsCommand) = (true, true)
      return 1
    case ")":
      if frames.last == .parenthesis { frames.removeLast() }
      (startsWord, startsCommand) = (true, true)
      return 1
    default: return word(characters, index)
    }
  }

  /// A word; in the place of a command it may open or close a compound command.
  private mutating func word(_ characters: [Character], _ index: Int) -> Int {
    let stops: Set<Character> = [
      " ", "\t", "\\", "'", "\"", "`", "$", "<", ";", "&", "|", "(", ")",
    ]
    var end = index + 1
    while end < characters.count, !stops.contains(characters[end]) { end += 1 }
    let isPlace = startsCommand && startsWord
    startsWord = false
    guard isPlace else { return end - index }
    startsCommand = false
    switch String(characters[index..<end]) {
    case "if": open(.branch)
    case "for", "while", "until", "select": open(.loop, awaitsCommand: true)
    case "case": open(.choice, awaitsCommand: false)
    case "{": open(.brace)
    case "fi": close(.branch)
    case "done": close(.loop)
    case "esac": close(.choice)
    case "}": close(.brace)
    case "then", "else", "elif", "do", "!", "time": startsCommand = true
    case let word where word.hasSuffix("{") && word.contains("()"): open(.brace)
    default: break
    }
    return end - index
  }

  private mutating func open(_ frame: Frame, awaitsCommand: Bool = true) {
    frames.append(frame)
    startsCommand = awaitsCommand
  }

  private mutating func close(_ frame: Frame) {
    if frames.last == frame { frames.removeLast() }
  }

  private mutating func hereDocument(_ characters: [Character], _ index: Int) -> Int {
    var end = index + 2
    if end < characters.count, characters[end] == "<" { return 3 }
    let stripsTabs = end < characters.count && characters[end] == "-"
    if stripsTabs { end += 1 }
    while end < characters.count, characters[end] == " " { end += 1 }
    var delimiter = ""
    var quote: Character?
    while end < characters.count {
      let character = characters[end]
      if let mark = quote {
        if character == mark { quote = nil } else { delimiter.append(character) }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if " \t;&|<>()".contains(character) {
        break
      } else if character != "\\" {
        delimiter.append(character)
      }
      end += 1
    }
    if !delimiter.isEmpty {
      pending.append(HereDocument(delimiter: delimiter, stripsTabs: stripsTabs))
    }
    startsWord = false
    return end - index
  }
}
