/// Values that are known only when a lab runs.

/// The runtime variables of a session. Texts of the model keep them as they were written; a runner
/// substitutes them in what it shows and runs.
package struct Variables: Hashable, Sendable {
  /// Values of `${NAME}`.
  package var values: [String: String]
  /// Values that scripts set, by host and by key in lower case.
  package var hostValues: [String: [String: String]] = [:]

  package init(values: [String: String] = [:]) { self.values = values }

  /// The variables of a session whose sandbox has this id.
  package init(sandboxID: String, slug: String) {
    values = [
      "_SANDBOX_ID": sandboxID, "INSTRUQT_PARTICIPANT_ID": sandboxID,
      "INSTRUQT_TRACK_SLUG": slug,
    ]
  }

  /// Twelve small letters and digits, of each at least one, so that it is known for random.
  package static func sandboxID(using generator: inout some RandomNumberGenerator) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
    var made = (0..<12).map { _ in letters[Int.random(in: 0..<36, using: &generator)] }
    made[3] = letters[Int.random(in: 0..<26, using: &generator)]
    made[7] = letters[Int.random(in: 26..<36, using: &generator)]
    return String(made)
  }

  /// The text with every known `${NAME}` and `[[ Instruqt-Var key="K" hostname="H" ]]` replaced;
  /// unknown ones stay.
  package func substitute(_ text: String) -> String {
    guard text.contains("${") || text.contains("[[") else { return text }
    var written = ""
    var rest = text[...]
    while let start = rest.firstRange(of: /\$\{|\[\[/)?.lowerBound {
      written += rest[..<start]
      rest = rest[start...]
      if let match = rest.prefixMatch(of: /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/),
        let value = values[String(match.1)]
      {
        written += value
        rest = rest[match.range.upperBound...]
      } else if let match = rest.prefixMatch(of: /\[\[\s*Instruqt-Var\s([^\]\n]*)\]\]/),
        let value = hostValue(String(match.1))
      {
        written += value
        rest = rest[match.range.upperBound...]
      } else {
        written += rest.prefix(2)
        rest = rest.dropFirst(2)
      }
    }
    return written + rest
  }

  private func hostValue(_ attributes: String) -> String? {
    let key = attributes.firstMatch(of: /key="([^"]*)"/)?.1
    let host = attributes.firstMatch(of: /hostname="([^"]*)"/)?.1
    guard let key else { return nil }
    let name = key.lowercased()
    if let host { return hostValues[String(host)]?[name] }
    return hostValues.sorted { $0.key < $1.key }.lazy.compactMap { $0.value[name] }.first
  }
}
