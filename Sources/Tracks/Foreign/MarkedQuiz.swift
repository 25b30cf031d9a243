/// Katacoda's questions inside a page: `>>Q1: …<<`, and below it an answer on each line.
struct MarkedQuiz {
  var quiz: Quiz
  /// What to type, where no list offers the answers.
  var hint: String?

  /// Reads the lines of a block quote; nothing where they are no question.
  init?(_ lines: [Substring]) {
    let texts = lines.map { line in
      line.drop { $0 == ">" || $0 == " " || $0 == "\t" }.trimmed
    }
    guard lines.first?.trimmed.hasPrefix(">>") == true,
      let end = texts.firstIndex(where: { $0.hasSuffix("<<") })
    else { return nil }
    var question = texts[...end].joined(separator: " ")[...].dropLast(2)
    if let colon = question.firstIndex(of: ":"), question[..<colon].wholeMatch(of: /Q\d+/) != nil {
      question = question[question.index(after: colon)...]
    }
    var answers: [String] = []
    var solution: [Int] = []
    var typed: [String] = []
    for text in texts[(end + 1)...] where !text.isEmpty {
      if let mark = ["[*]", "(*)", "[ ]", "( )"].first(where: text.hasPrefix) {
        if mark.contains("*") { solution.append(answers.count) }
        answers.append(text.dropFirst(3).trimmed)
      } else if text.hasPrefix("===") {
        typed.append("It is \"\(text.dropFirst(3).trimmed)\".")
      } else if text.hasPrefix("=~=") {
        typed.append("It has \"\(text.dropFirst(3).trimmed)\" in it.")
      }
    }
    guard !typed.isEmpty || !answers.isEmpty else { return nil }
    hint = typed.isEmpty ? nil : typed.joined(separator: " ")
    quiz = Quiz(question: question.trimmed, answers: answers, solution: solution)
  }
}
