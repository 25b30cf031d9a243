import Kubernetes

/// What a command of version 2 was given, checked: every reason to refuse it is collected, and all
/// are told at once.
package struct InputCheck: Sendable {
  package private(set) var reasons: [String] = []

  package init() {}

  package mutating func add(_ reason: String) { reasons.append(reason) }

  /// Throws what was found, if anything.
  package func finish() throws(SkupperError) {
    if !reasons.isEmpty { throw .invalid(reasons) }
  }

  /// A name that an object is to have or has.
  /// - Parameter what: as what the sentence calls it, as in `site name`.
  package mutating func name(_ text: String, _ what: String) {
    if !Names.isSubdomain(text) {
      add("\(what) is not valid: value does not match this regular expression: \(Self.pattern)")
    }
  }

  private static let pattern =
    "^[a-z0-9]([-a-z0-9]*[a-z0-9])*(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])*)*$"

  /// A word of which there are only some.
  package mutating func option(_ text: String, _ what: String, among options: [String]) {
    if text.isEmpty {
      add("\(what) is not valid: value must not be empty")
    } else if !options.contains(text) {
      add(
        "\(what) is not valid: value \(text) not allowed. It should be one of this options: "
          + "[\(options.joined(separator: " "))]")
    }
  }

  /// A number that is not negative.
  package mutating func number(_ text: String, _ what: String) -> Int {
    guard let number = Int(text) else {
      add("\(what) is not valid: strconv.Atoi: parsing \"\(text)\": invalid syntax")
      return 0
    }
    if number < 0 { add("\(what) is not valid: value is not positive") }
    return number
  }

  /// A port.
  package mutating func port(_ text: String, _ what: String) -> Int {
    let count = reasons.count
    let port = number(text, what)
    if reasons.count == count, !(1...65535).contains(port) {
      add("\(what) is not valid: \(port) is outside 1 to 65535")
    }
    return port
  }

  /// A span of time that must not be too short.
  package mutating func duration(_ seconds: Int, _ what: String, atLeast least: Int) {
    if seconds < least {
      add(
        "\(what) is not valid: duration must not be less than \(Duration.text(least)); "
          + "got \(Duration.text(seconds))")
    }
  }
}

extension Duration {
  /// A span as the commands write it: `15m0s`, `1h0m0s`, `10s`.
  package static func text(_ seconds: Int) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
    if hours > 0 { return "\(hours)h\(minutes)m\(rest)s" }
    return minutes > 0 ? "\(minutes)m\(rest)s" : "\(rest)s"
  }
}
