/// A pattern of `like`: `%` is any text, `_` any character, a backslash takes its special meaning.
struct LikePattern {
  private let pattern: [Character]

  init(_ pattern: String) { self.pattern = Array(pattern) }

  func matches(_ text: String) -> Bool {
    let text = Array(text)
    var (place, at) = (0, 0)
    var retry: (place: Int, at: Int)?
    while at < text.count {
      if place < pattern.count, pattern[place] == "%" {
        retry = (place + 1, at)
        place += 1
        continue
      }
      if let step = step(place, text[at]) {
        place += step
        at += 1
      } else if let last = retry {
        place = last.place
        at = last.at + 1
        retry = (last.place, last.at + 1)
      } else {
        return false
      }
    }
    return pattern[min(place, pattern.count)...].allSatisfy { $0 == "%" }
  }

  private func step(_ place: Int, _ character: Character) -> Int? {
    guard place < pattern.count else { return nil }
    if pattern[place] == "\\", place + 1 < pattern.count {
      return pattern[place + 1] == character ? 2 : nil
    }
    return pattern[place] == "_" || pattern[place] == character ? 1 : nil
  }
}
