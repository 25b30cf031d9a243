import Documents

/// A recording of a terminal without what is secret. What was shown comes in pieces, and a secret may
/// go across several of them.
enum CastMasking {
  /// - Parameter text: an asciicast of version 2: a header, then an event a line.
  static func masked(_ text: String, by secrets: Secrets) -> String {
    if secrets.isEmpty { return text }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var whole: [UInt8] = []
    // The line of each event, what stands before its text, and where that stands in all texts.
    var events: [(line: Int, front: [Value], range: Range<Int>)] = []
    for (index, line) in lines.enumerated().dropFirst() {
      guard let event = (try? JSON.parse(Array(line.utf8)))?.array, event.count == 3,
        event[1].string == "o", let shown = event[2].string
      else { continue }
      events.append((index, [event[0], event[1]], whole.count..<whole.count + shown.utf8.count))
      whole += shown.utf8
    }
    var hidden = secrets.ranges(in: whole)[...]
    for event in events {
      var shown: [UInt8] = []
      var place = event.range.lowerBound
      while let secret = hidden.first, secret.lowerBound < event.range.upperBound {
        if secret.lowerBound >= event.range.lowerBound {
          shown += whole[place..<secret.lowerBound] + Secrets.mask.utf8
        }
        place = min(secret.upperBound, event.range.upperBound)
        if secret.upperBound > event.range.upperBound { break }
        hidden.removeFirst()
      }
      shown += whole[place..<event.range.upperBound]
      if shown.elementsEqual(whole[event.range]) { continue }
      let text = Value.string(String(decoding: shown, as: UTF8.self))
      lines[event.line] = Value.array(event.front + [text]).json()
    }
    return lines.joined(separator: "\n")
  }
}
