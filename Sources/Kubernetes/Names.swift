/// Names that a site makes up, and the rules for names that people give.
import Documents

package enum Names {
  /// The letters of generated names: no vowels and nothing that looks like another letter.
  package static let alphabet: [UInt8] = Array("bcdfghjklmnpqrstvwxz2456789".utf8)

  /// Random letters for the end of a name.
  package static func suffix(
    length: Int = 5, using generator: inout some RandomNumberGenerator
  ) -> String {
    let letters = (0..<length).map { _ in
      alphabet[Int.random(in: alphabet.indices, using: &generator)]
    }
    return String(decoding: letters, as: UTF8.self)
  }

  /// A name from a prefix, as `metadata.generateName` asks for, of at most 63 letters.
  package static func generated(
    prefix: String, using generator: inout some RandomNumberGenerator
  ) -> String {
    prefix.prefix(58) + suffix(using: &generator)
  }

  /// The hash in the name of a replica set: the same for equal pod templates, whatever the order
  /// of their keys, and without regard to a hash label that the template already carries.
  package static func templateHash(_ template: Value) -> String {
    var template = template
    if template["metadata", "labels", "pod-template-hash"] != nil {
      template["metadata", "labels", "pod-template-hash"] = nil
    }
    var hash: UInt32 = 2_166_136_261
    for byte in template.sortedByKey().json().utf8 {
      hash = (hash ^ UInt32(byte)) &* 16_777_619
    }
    let letters = String(hash).utf8.map { alphabet[Int($0) % alphabet.count] }
    return String(decoding: letters, as: UTF8.self)
  }

  /// A random identifier of an object (version 4).
  package static func uid(using generator: inout some RandomNumberGenerator) -> String {
    var bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    var text = ""
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text += "-" }
      text += byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
    }
    return text
  }
}

extension Names {
  /// Whether a name is a DNS label: services, namespaces, containers and ports.
  package static func isLabel(_ name: String) -> Bool {
    guard (1...63).contains(name.utf8.count) else { return false }
    return isWord(name.utf8)
  }

  /// Whether a name is a DNS name, as most objects need it.
  package static func isSubdomain(_ name: String) -> Bool {
    guard (1...253).contains(name.utf8.count) else { return false }
    return name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .allSatisfy { isWord($0) }
  }

  /// Whether a text may be a label's value: empty or up to 63 letters, digits, `-`, `_`, `.`.
  package static func isLabelValue(_ text: String) -> Bool {
    guard text.utf8.count <= 63 else { return false }
    guard let first = text.utf8.first, let last = text.utf8.last else { return true }
    return isAlphanumeric(first) && isAlphanumeric(last)
      && text.utf8.allSatisfy {
        isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
          || $0 == UInt8(ascii: ".")
      }
  }

  /// Whether a text may be a label's or annotation's name, with or without a domain before it.
  package static func isLabelKey(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let name = parts.last, !name.isEmpty, parts.count <= 2 else { return false }
    return isLabelValue(String(name)) && (parts.count == 1 || isSubdomain(String(parts[0])))
  }

  private static func isWord(_ word: some BidirectionalCollection<UInt8>) -> Bool {
    guard let first = word.first, let last = word.last else { return false }
    return isLowercase(first) && isLowercase(last)
      && word.allSatisfy { isLowercase($0) || $0 == UInt8(ascii: "-") }
  }

  private static func isLowercase(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    isLowercase(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }
}
