/// Names of two words that programs make up.
extension TokenKind {
  /// `jolly_hopper`: an adjective of docker's own list and a surname, at times with a digit.
  static let madeUpName = TokenKind(
    "made-up name", binds: true, beginnings: .lower, recognise: Names.isMadeUp)
}

/// The shapes of names.
enum Names {
  private static let adjectives = WordSet([
    "admiring", "adoring", "affectionate", "agitated", "amazing", "angry", "awesome", "beautiful",
    "blissful", "bold", "boring", "brave", "busy", "charming", "clever", "compassionate",
    "competent", "condescending", "confident", "cool", "cranky", "crazy", "dazzling", "determined",
    "distracted", "dreamy", "eager", "ecstatic", "elastic", "elated", "elegant", "eloquent", "epic",
    "exciting", "fervent", "festive", "flamboyant", "focused", "friendly", "frosty", "funny",
    "gallant", "gifted", "goofy", "gracious", "great", "happy", "hardcore", "heuristic", "hopeful",
    "hungry", "infallible", "inspiring", "intelligent", "interesting", "jolly", "jovial", "keen",
    "kind", "laughing", "loving", "lucid", "magical", "modest", "musing", "mystifying", "naughty",
    "nervous", "nice", "nifty", "nostalgic", "objective", "optimistic", "peaceful", "pedantic",
    "pensive", "practical", "priceless", "quirky", "quizzical", "recursing", "relaxed", "reverent",
    "romantic", "sad", "serene", "sharp", "silly", "sleepy", "stoic", "strange", "stupefied",
    "suspicious", "sweet", "tender", "thirsty", "trusting", "unruffled", "upbeat", "vibrant",
    "vigilant", "vigorous", "wizardly", "wonderful", "xenodochial", "youthful", "zealous", "zen",
  ])

  static func isMadeUp(_ word: Piece) -> Bool {
    guard word.count <= 40, let line = word.firstIndex(of: UInt8(ascii: "_")) else { return false }
    var surname = word[(line + 1)...]
    if surname.last?.isDigit == true { surname = surname.dropLast() }
    return surname.count >= 3 && surname.allSatisfy(\.isLower)
      && word[..<line].allSatisfy(\.isLower) && adjectives.contains(word[..<line])
  }
}
