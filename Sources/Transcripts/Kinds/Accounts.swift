/// Accounts of clouds, hashes of passwords, and what else only one owner or one machine has.
extension TokenKind {
  /// The account in `arn:aws:iam::123456789012:user/ada` and in the name of a registry of images;
  /// all else in them is strict. Also the ids that a cloud gives to those who call it.
  static let cloudAccount = TokenKind(
    "account", binds: true, beginnings: .digits.union(ByteSet("aA"))
  ) { expected, actual, _ in
    if Accounts.isPrincipal(expected) {
      return Accounts.isPrincipal(actual) && expected.prefix(4) == actual.prefix(4)
    }
    guard let (before, behind) = Accounts.around(expected),
      let (otherBefore, otherBehind) = Accounts.around(actual)
    else { return false }
    return before == otherBefore && behind == otherBehind
  }

  /// `$apr1$…$…`, `$2y$05$…`: the algorithm and the length are strict.
  static let passwordHash = TokenKind("password hash", binds: true, beginnings: ByteSet("$")) {
    expected, actual, _ in
    guard expected.count == actual.count, let algorithm = Accounts.hashAlgorithm(expected) else {
      return false
    }
    return algorithm == Accounts.hashAlgorithm(actual)
  }

  /// `BenchmarkSum-8`: the number of processors behind a benchmark of Go.
  static let benchmark = TokenKind("number of processors", beginnings: ByteSet("B")) {
    expected, actual, _ in
    guard expected.hasPrefix("Benchmark"), let (name, count) = Identifiers.cutLastDash(expected),
      let (other, otherCount) = Identifiers.cutLastDash(actual)
    else { return false }
    return name == other && count.count <= 3 && otherCount.count <= 3 && count.decimal != nil
      && otherCount.decimal != nil
  }

  /// The `7xk2q` of `ocp4-7xk2q-worker-1a`, that a cluster's machines share; only within a name.
  static let clusterId = TokenKind("cluster's id", binds: true, standsInName: true) {
    expected, actual, _ in
    Identifiers.isSuffix(expected) && Identifiers.isSuffix(actual)
      && (expected.contains(where: \.isDigit) || actual.contains(where: \.isDigit))
      && !expected.hasPrefix("http") && !actual.hasPrefix("http")
  }

  /// `veth3f2a1bc`, `cali0d9be6a45c7`: one end of a network's cable, as clusters and containers name
  /// it; what it begins with is strict.
  static let interface = TokenKind(
    "interface", binds: true, standsInName: true, beginnings: ByteSet("vclt")
  ) { expected, actual, _ in
    guard expected.count == actual.count, let start = Accounts.interfaceStart(expected) else {
      return false
    }
    return start == Accounts.interfaceStart(actual)
  }

  /// `4025340Ki`: what a machine has of memory or room, as nobody writes it by hand.
  static let capacity = TokenKind("capacity", beginnings: .digits) { word in
    guard word.hasSuffix("Ki"), (9...14).contains(word.count), let number = word.dropLast(2).decimal
    else { return false }
    return number % 1000 != 0 && number % 1024 != 0
  }
}

/// The shapes of accounts and hashes.
enum Accounts {
  /// What stands around the account's number in an ARN or in the name of a registry.
  static func around(_ word: Piece) -> (before: Piece, behind: Piece)? {
    if word.hasPrefix("arn:") {
      var rest = word
      for _ in 0..<4 {
        guard let colon = rest.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        rest = rest[(colon + 1)...]
      }
      let number = rest.prefix { $0 != UInt8(ascii: ":") }
      return isNumber(number) ? (word[..<number.startIndex], word[number.endIndex...]) : nil
    }
    guard word.count > 20, isNumber(word.prefix(12)) else { return nil }
    let rest = word.dropFirst(12)
    return rest.hasPrefix(".dkr.ecr.") ? (word.prefix(0), rest) : nil
  }

  static func isNumber(_ word: Piece) -> Bool { word.count == 12 && word.allSatisfy(\.isDigit) }

  /// `AIDA` and what else a cloud's ids of users, roles and keys begin with.
  static func isPrincipal(_ word: Piece) -> Bool {
    guard (16...32).contains(word.count), word.first == UInt8(ascii: "A") else { return false }
    return ["AIDA", "AROA", "AKIA", "ASIA"].contains { word.hasPrefix($0) }
      && word.contains(where: \.isDigit) && word.allSatisfy { $0.isDigit || $0.isUpper }
  }

  /// What the name of an interface begins with that ends in hexadecimal digits.
  static func interfaceStart(_ word: Piece) -> String? {
    guard (10...15).contains(word.count) else { return nil }
    return ["veth", "vnet", "cali", "lxc", "tap"].first { start in
      let rest = word.dropFirst(start.utf8.count)
      return word.hasPrefix(start) && rest.count >= 6 && rest.allSatisfy(\.isHexadecimal)
        && rest.contains(where: \.isDigit)
    }
  }

  /// `$apr1$` of a hash in the form of crypt.
  static func hashAlgorithm(_ word: Piece) -> Piece? {
    guard word.count >= 20, word.first == UInt8(ascii: "$") else { return nil }
    let parts = word.parts(at: UInt8(ascii: "$"))
    guard parts.count >= 4, (1...8).contains(parts[1].count),
      parts.dropFirst().allSatisfy({ part in
        part.isMadeOf { $0.isAlphanumeric || "./=+-".utf8.contains($0) }
      }),
      parts[parts.count - 1].count >= 20
    else { return nil }
    return parts[1]
  }
}
