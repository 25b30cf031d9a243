/// The marks around a text in a Markdown page.
enum MarkdownFence {
  /// A fence that is longer than any run of backticks in a text.
  static func around(_ text: String) -> String {
    var longest = 0
    var current = 0
    for character in text {
      current = character == "`" ? current + 1 : 0
      longest = max(longest, current)
    }
    return String(repeating: "`", count: max(3, longest + 1))
  }
}
