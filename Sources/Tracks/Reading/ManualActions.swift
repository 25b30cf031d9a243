/// Finds what the prose asks of a learner's hands.
enum ManualActions {
  enum Strength: Hashable {
    /// Something is changed: pasted, submitted, saved.
    case changes
    /// Something is looked at: a page is opened or refreshed.
    case looks
  }

  /// What a text asks for, and the sentences that do.
  static func find(in text: String) -> (strength: Strength, sentences: [String])? {
    var strength: Strength?
    var sentences: [String] = []
    for sentence in LooseText.sentences(text) {
      guard let found = self.strength(of: sentence) else { continue }
      sentences.append(sentence)
      if strength != .changes { strength = found }
    }
    return strength.map { ($0, sentences) }
  }

  private static func strength(of sentence: String) -> Strength? {
    let words = LooseText.words(sentence)
    if words.contains("command") || words.contains("commands") { return nil }
    if words.starts(with: ["do", "not"]) || words.starts(with: ["don", "t"]) { return nil }
    var found: Strength?
    for (index, word) in words.enumerated() where isImperative(words, index) {
      let next = index + 1 < words.count ? words[index + 1] : ""
      switch word {
      case "paste", "submit", "save", "upload", "fill", "press", "hit", "type", "drag":
        return .changes
      case "copy" where next == "the" || next == "it": return .changes
      case "click", "refresh", "reload", "navigate", "open", "visit", "revisit", "browse":
        found = .looks
      default: break
      }
    }
    return found
  }

  /// A verb asks where it begins the sentence, or follows another order.
  private static func isImperative(_ words: [String], _ index: Int) -> Bool {
    let openers: Set<String> = [
      "and", "then", "now", "please", "finally", "next", "first", "carefully", "again", "seconds",
      "simply", "just",
    ]
    return index == 0 || openers.contains(words[index - 1])
  }
}
