import Documents

/// What stands in braces behind a fence's language: `bash {.wide await="port:8080"}`. Settings among
/// it are the author's word about the block; the rest is for whoever shows it.
struct FenceAttributes {
  /// The settings, as a comment would have them.
  private(set) var settings: [Directive.Word] = []
  /// The mark without them.
  let rest: String

  /// Settings that say enough without a value.
  private static let bare: Set<String> = ["background", "fails", "secret", "skip"]
  /// Settings whose value is the word behind them.
  private static let pairs: Set<String> = ["capture", "kind"]

  /// A word without the commas that some authors put between words.
  private static func withoutCommas(_ word: String) -> String {
    var word = word[...]
    while word.first == "," { word.removeFirst() }
    while word.last == "," { word.removeLast() }
    return String(word)
  }

  init(_ mark: String) {
    // `{{execute}}` is a mark of another kind.
    guard let open = mark.firstIndex(of: "{"), let close = mark.lastIndex(of: "}"), open < close,
      !mark[open...].hasPrefix("{{")
    else {
      rest = mark
      return
    }
    let words = Directive.words(in: String(mark[mark.index(after: open)..<close])).compactMap {
      let key = Self.withoutCommas($0.key)
      return key.isEmpty ? nil : Directive.Word(key: key, value: $0.value.map(Self.withoutCommas))
    }
    var others: [String] = []
    var isPair = false
    for (index, word) in words.enumerated() {
      let isNextValued = words.indices.contains(index + 1) && words[index + 1].value != nil
      let isFirst = word.value == nil && Self.pairs.contains(word.key) && isNextValued
      let isOwn =
        Schema.settingNames.contains(word.key)
        && (word.value != nil || Self.bare.contains(word.key))
      if isPair || isFirst || isOwn {
        settings.append(word)
      } else {
        others.append(word.value.map { "\(word.key)=\"\($0)\"" } ?? word.key)
      }
      isPair = isFirst
    }
    rest =
      settings.isEmpty
      ? mark
      : mark[..<open] + "{\(others.joined(separator: " "))}" + mark[mark.index(after: close)...]
  }
}
