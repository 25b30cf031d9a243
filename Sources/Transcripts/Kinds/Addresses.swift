/// Network addresses, node ports and the random labels of host names.
extension TokenKind {
  /// IPv4 or IPv6 with or without a prefix length, both of one family. The addresses that mean
  /// something by themselves are strict: 127.0.0.1, ::1, 0.0.0.0 and netmasks.
  static let address = TokenKind(
    "address", binds: true, beginnings: .hexadecimal.union(ByteSet(":"))
  ) { expected, actual, _ in
    guard let expected = Addresses.read(expected), let actual = Addresses.read(actual) else {
      return false
    }
    return expected.isOrdinary && actual.isOrdinary && expected.family == actual.family
      && expected.prefixLength == actual.prefixLength
  }

  /// The second part of `8080:30547/TCP`; the first part and the protocol are strict. Behind the
  /// label `NodePort:` it stands alone.
  static let nodePort = TokenKind("node port", binds: false, beginnings: .digits) {
    expected, actual, surroundings in
    if surroundings.label.elementsEqual("NodePort:".utf8),
      let (port, name) = expected.cut(at: "/"), let (other, otherName) = actual.cut(at: "/")
    {
      return Addresses.isNodePort(port) && Addresses.isNodePort(other) && name == otherName
    }
    guard let expected = Addresses.nodePort(expected), let actual = Addresses.nodePort(actual)
    else { return false }
    return expected == actual
  }

  /// `ip-10-0-131-12.eu-west-1.compute.internal`, as a cloud calls its machines; what follows the
  /// first label is strict.
  static let addressInName = TokenKind("address", binds: true, beginnings: ByteSet("ie")) {
    expected, actual, _ in
    guard expected.first == actual.first,
      let domain = Addresses.domainBehindAddress(expected)
    else { return false }
    return domain == Addresses.domainBehindAddress(actual)
  }

  /// `web.10.104.33.180.sslip.io`: a host whose name says where it is, for services that take the
  /// address from the name; all other labels are strict.
  static let addressInHost = TokenKind("address", binds: true, beginnings: .alphanumeric) {
    expected, actual, _ in
    guard let (name, domain) = Addresses.aroundAddress(expected),
      let (other, otherDomain) = Addresses.aroundAddress(actual)
    else { return false }
    return name == other && domain == otherDomain
  }

  /// `0x000055c1d2e40171`: a place in a process's memory; small numbers and masks are strict.
  static let memoryAddress = TokenKind("memory address", binds: true, beginnings: ByteSet("0")) {
    expected, actual, _ in
    expected.count == actual.count && Addresses.isInMemory(expected)
      && Addresses.isInMemory(actual)
  }

  /// `127.0.0.1:41233->6443/tcp`: the first port was free on that day; all else is strict. Also an
  /// address with such a port alone, behind a colon or, as tcpdump writes it, a dot.
  static let chosenPort = TokenKind(
    "chosen port", binds: true, beginnings: .digits.union(ByteSet(":[*"))
  ) { expected, actual, surroundings in
    if surroundings.before.elementsEqual("port".utf8), let port = expected.decimal,
      let other = actual.decimal
    {
      return Addresses.isChosenPort(port) && Addresses.isChosenPort(other)
    }
    if expected.first == UInt8(ascii: "["), let (address, port) = expected.cut(at: "]:"),
      let (other, otherPort) = actual.cut(at: "]:")
    {
      return address == other && port.decimal.map(Addresses.isChosenPort) == true
        && otherPort.decimal.map(Addresses.isChosenPort) == true
    }
    if let (address, port) = Addresses.withPort(expected),
      let (other, otherPort) = Addresses.withPort(actual)
    {
      let areOrdinary =
        Addresses.read(address)?.isOrdinary == true
        && Addresses.read(other)?.isOrdinary == true
      return (address == other || areOrdinary)
        && (port == otherPort || Addresses.isChosenPort(port) && Addresses.isChosenPort(otherPort))
    }
    guard let (left, inside) = expected.cut(at: "->"), let (right, other) = actual.cut(at: "->"),
      inside == other, let colon = left.lastIndex(of: UInt8(ascii: ":")),
      let otherColon = right.lastIndex(of: UInt8(ascii: ":"))
    else { return false }
    return left[..<colon] == right[..<otherColon]
      && left[(colon + 1)...].decimal.map(Addresses.isChosenPort) == true
      && right[(otherColon + 1)...].decimal.map(Addresses.isChosenPort) == true
  }

  /// A host of one of the session's sites in place of the author's: the first label is strict.
  static let siteHost = TokenKind(
    "site's domain", binds: true, beginnings: .alphanumeric.union(ByteSet("-"))
  ) { expected, actual, surroundings in
    guard !surroundings.domains.isEmpty, Addresses.isHostName(expected),
      let (name, _) = expected.cut(at: ".")
    else { return false }
    return surroundings.domains.contains { domain in
      actual.count == name.count + 1 + domain.utf8.count && actual.starts(with: name)
        && actual.dropFirst(name.count).hasPrefix(".") && actual.hasSuffix(domain)
    }
  }

  /// A dotted name in which labels of seven or more letters and digits were made up by a machine;
  /// all other labels are strict.
  static let randomHostLabel = TokenKind(
    "random host label", binds: true, beginnings: .alphanumeric.union(ByteSet("-"))
  ) { expected, actual, _ in
    guard Addresses.isHostName(expected), Addresses.isHostName(actual) else { return false }
    let expected = expected.parts(at: UInt8(ascii: "."))
    let actual = actual.parts(at: UInt8(ascii: "."))
    guard expected.count == actual.count, expected.count >= 3 else { return false }
    return zip(expected, actual).allSatisfy { left, right in
      left == right || Addresses.areRandomLabels(left, right)
    }
  }
}

/// The shapes of addresses.
enum Addresses {
  struct Address {
    var family: Int
    var isOrdinary: Bool
    var prefixLength: Int?
  }

  static func read(_ word: Piece) -> Address? {
    // Few words begin as an address does; the others need not be cut.
    guard let first = word.first, word.count <= 43, word.count >= 2,
      first.lowercased.isHexadecimal || first == UInt8(ascii: ":"),
      word.contains(UInt8(ascii: ".")) || word.contains(UInt8(ascii: ":"))
    else { return nil }
    var prefixLength: Int?
    var address = word
    if let slash = word.firstIndex(of: UInt8(ascii: "/")) {
      guard let length = word[(slash + 1)...].decimal, length <= 128 else { return nil }
      prefixLength = length
      address = word[..<slash]
    }
    if let number = fourParts(address) {
      let isNetmask = number >> 24 == 255 || number == 0
      return Address(
        family: 4, isOrdinary: !isNetmask && number != 0x7F00_0001, prefixLength: prefixLength)
    }
    guard isSixth(address) else { return nil }
    let isOrdinary = !address.elementsEqual("::1".utf8) && !address.elementsEqual("::".utf8)
    return Address(family: 6, isOrdinary: isOrdinary, prefixLength: prefixLength)
  }

  /// The number that four numbers of at most 255 with dots between them stand for.
  static func fourParts(_ word: Piece) -> UInt32? {
    guard word.count >= 7, word.count <= 15 else { return nil }
    var number: UInt32 = 0
    var part: UInt32?
    var dots = 0
    for byte in word {
      if byte.isDigit {
        let next = (part ?? 0) * 10 + UInt32(byte - 0x30)
        guard next <= 255 else { return nil }
        part = next
      } else {
        guard byte == UInt8(ascii: "."), let known = part else { return nil }
        number = number << 8 | known
        part = nil
        dots += 1
      }
    }
    guard dots == 3, let part else { return nil }
    return number << 8 | part
  }

  /// IPv6 in full or with one `::`.
  static func isSixth(_ word: Piece) -> Bool {
    guard word.count <= 39, word.count(where: { $0 == UInt8(ascii: ":") }) >= 2,
      word.allSatisfy({ $0.lowercased.isHexadecimal || $0 == UInt8(ascii: ":") })
    else { return false }
    let groups = word.parts(at: UInt8(ascii: ":"))
    guard groups.allSatisfy({ $0.count <= 4 }) else { return false }
    return word.contains("::") ? groups.count <= 9 : groups.count == 8
  }

  /// `8080:*/TCP` for `8080:30547/TCP`.
  static func nodePort(_ word: Piece) -> String? {
    guard word.first?.isDigit == true, let (port, rest) = word.cut(at: ":"), port.decimal != nil,
      let (node, name) = rest.cut(at: "/"), isNodePort(node)
    else { return nil }
    return "\(port.text):*/\(name.text)"
  }

  /// Whether the word is a port of the range from which clusters choose.
  static func isNodePort(_ word: Piece) -> Bool {
    word.decimal.map { (30000...32767).contains($0) } == true
  }

  /// What follows `ip-10-0-131-12` or `ec2-54-171-12-201` in a name.
  static func domainBehindAddress(_ word: Piece) -> Piece? {
    let start = word.hasPrefix("ip-") ? 3 : word.hasPrefix("ec2-") ? 4 : 0
    guard start > 0 else { return nil }
    let label = word.prefix { $0 != UInt8(ascii: ".") }
    let parts = label.dropFirst(start).parts(at: UInt8(ascii: "-")).compactMap(\.decimal)
    guard parts.count == 4, parts.allSatisfy({ $0 <= 255 }) else { return nil }
    return word.dropFirst(label.count)
  }

  /// `192.168.49.1:41233` and `192.168.49.1.41233` in two parts.
  static func withPort(_ word: Piece) -> (address: Piece, port: Int)? {
    guard word.first?.isDigit == true, word.count <= 21,
      let end = word.lastIndex(where: { !$0.isDigit }),
      word[end] == UInt8(ascii: ":") || word[end] == UInt8(ascii: "."),
      fourParts(word[..<end]) != nil, let port = word[(end + 1)...].decimal
    else { return nil }
    return (word[..<end], port)
  }

  /// What stands around the address in `web.10.104.33.180.sslip.io`.
  static func aroundAddress(_ word: Piece) -> (name: Piece, domain: Piece)? {
    let labels = word.parts(at: UInt8(ascii: "."))
    guard labels.count >= 6, word.hasSuffix(".io"),
      ["sslip", "nip", "xip"].contains(labels[labels.count - 2].text)
    else { return nil }
    let place = labels.count - 6
    let start = labels[place].startIndex
    let end = labels[place + 3].endIndex
    guard fourParts(word[start..<end]) != nil else { return nil }
    return (word[..<start], word[end...])
  }

  /// More than 32 bits of an address, some of them not set.
  static func isInMemory(_ word: Piece) -> Bool {
    guard word.hasPrefix("0x"), word.count <= 18 else { return false }
    let digits = word.dropFirst(2)
    let significant = digits.drop { $0 == 0x30 }
    return significant.count > 8 && digits.allSatisfy { $0.lowercased.isHexadecimal }
      && significant.contains { $0.lowercased != UInt8(ascii: "f") }
      && significant.dropFirst().contains { $0 != 0x30 }
  }

  /// Whether a system chooses such a port by itself, and no known service has it.
  static func isChosenPort(_ port: Int) -> Bool {
    (32768...60999).contains(port) && !fixedPorts.contains(port)
  }

  private static let fixedPorts: Set<Int> = [
    33060, 35729, 44300, 50000, 50051, 50052, 50053, 50070, 50075, 54321, 55000, 60000, 60010,
  ]

  /// Whether a host is the machine itself.
  static func isLoopback(_ host: Piece) -> Bool {
    ["127.0.0.1", "localhost", "[::1]", "0.0.0.0"].contains(host.text)
  }

  static func isHostName(_ word: Piece) -> Bool {
    guard word.contains(UInt8(ascii: ".")), word.contains(where: \.isLetter) else { return false }
    // Letters, digits and dashes, with single dots between them.
    var before = UInt8(ascii: ".")
    for byte in word {
      let isDot = byte == UInt8(ascii: ".")
      guard isDot ? before != byte : byte.isAlphanumeric || byte == UInt8(ascii: "-") else {
        return false
      }
      before = byte
    }
    return before != UInt8(ascii: ".")
  }

  /// Whether two labels differ only in what a machine made up: as a whole, or in parts between
  /// dashes that turn from letters to digits more than once.
  static func areRandomLabels(_ expected: Piece, _ actual: Piece) -> Bool {
    if isRandomLabel(expected), isRandomLabel(actual) { return true }
    let left = expected.parts(at: UInt8(ascii: "-"))
    let right = actual.parts(at: UInt8(ascii: "-"))
    guard left.count > 1, left.count == right.count else { return false }
    return zip(left, right).allSatisfy { $0 == $1 || (isRandomPart($0) && isRandomPart($1)) }
  }

  private static func isRandomPart(_ part: Piece) -> Bool {
    part.count >= 5 && part.allSatisfy { $0.isDigit || $0.isLower }
      && zip(part, part.dropFirst()).count { $0.isDigit != $1.isDigit } >= 2
  }

  static func isRandomLabel(_ label: Piece) -> Bool {
    label.count >= 7 && label.contains(where: \.isDigit) && label.contains(where: \.isLetter)
      && label.allSatisfy { $0.isDigit || $0.isLower }
  }
}
