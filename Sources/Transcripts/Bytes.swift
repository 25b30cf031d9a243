/// Text as bytes: the small vocabulary that the recognisers of token kinds share.
typealias Piece = ArraySlice<UInt8>

extension UInt8 {
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }
  var isUpper: Bool { self >= 0x41 && self <= 0x5A }
  var isLower: Bool { self >= 0x61 && self <= 0x7A }
  var isLetter: Bool { isUpper || isLower }
  var isAlphanumeric: Bool { isDigit || isLetter }
  var isHexadecimal: Bool { isDigit || (self >= 0x61 && self <= 0x66) }
  var isBlank: Bool { self == 0x20 || self == 0x09 }
  var lowercased: UInt8 { isUpper ? self + 0x20 : self }
}

extension Collection<UInt8> {
  /// The bytes as text.
  var text: String { String(decoding: self, as: UTF8.self) }

  /// Whether there is at least one byte and every one of them passes.
  func isMadeOf(_ test: (UInt8) -> Bool) -> Bool { !isEmpty && allSatisfy(test) }

  /// The decimal number that the bytes spell, of at most 18 digits.
  var decimal: Int? {
    guard count <= 18, isMadeOf(\.isDigit) else { return nil }
    return reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  var lowercased: [UInt8] { map(\.lowercased) }
}

extension ArraySlice<UInt8> {
  init(_ text: some StringProtocol) { self = Array(text.utf8)[...] }

  /// The parts between occurrences of a byte; at least one.
  func parts(at separator: UInt8) -> [Piece] {
    split(separator: separator, omittingEmptySubsequences: false)
  }

  /// The parts before and behind the first occurrence of a text.
  func cut(at separator: String) -> (Piece, Piece)? {
    guard let range = firstRange(of: separator.utf8) else { return nil }
    return (self[..<range.lowerBound], self[range.upperBound...])
  }

  func firstRange(of needle: some Collection<UInt8>) -> Range<Int>? {
    guard let first = needle.first, count >= needle.count else { return nil }
    var index = startIndex
    let last = endIndex - needle.count
    while index <= last {
      if self[index] == first, self[index...].starts(with: needle) {
        return index..<(index + needle.count)
      }
      index += 1
    }
    return nil
  }

  func hasPrefix(_ text: String) -> Bool { starts(with: text.utf8) }

  func hasSuffix(_ text: String) -> Bool {
    let bytes = text.utf8
    return count >= bytes.count && suffix(bytes.count).elementsEqual(bytes)
  }

  func contains(_ text: String) -> Bool { firstRange(of: text.utf8) != nil }

  /// The same without blanks at both ends.
  var trimmed: Piece {
    var slice = self
    while let byte = slice.first, byte.isBlank { slice = slice.dropFirst() }
    while let byte = slice.last, byte.isBlank { slice = slice.dropLast() }
    return slice
  }

  /// The parts between runs of blanks.
  var words: [Piece] {
    var words: [Piece] = []
    words.reserveCapacity(16)
    var index = startIndex
    while index < endIndex {
      if self[index].isBlank {
        index += 1
        continue
      }
      let start = index
      while index < endIndex, !self[index].isBlank { index += 1 }
      words.append(self[start..<index])
    }
    return words
  }
}
