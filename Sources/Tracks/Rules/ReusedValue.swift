/// Values of an output that stand in a later command.
enum ReusedValue: Rule {
  static let id = "reused-value"
  static let summary = "A command repeats a value of an output that differs on every run."
  static let severity = Finding.Severity.note
  static let guide = """
    Names of pods and other values differ on every run, so a command that repeats one from an
    output cannot work as written. Trestle uses the value it has seen in its place; readers on
    other platforms have to notice themselves.
    """

  static func findings(in context: RuleContext) -> [Finding] {
    context.track.challenges.flatMap { challenge -> [Finding] in
      var seen: [String: SourceLocation] = [:]
      return challenge.steps.compactMap(\.commandStep).flatMap { step -> [Finding] in
        defer {
          for output in step.outputs {
            for value in values(in: output.text) where seen[value] == nil {
              seen[value] = output.location
            }
          }
        }
        return step.commands.compactMap { command in
          guard let value = values(in: command.text).first(where: { seen[$0] != nil }),
            let place = seen[value]
          else { return nil }
          return Finding(
            id, .note, at: command.location,
            "\"\(value)\" comes from the output on line \(place.line), and differs on every run.",
            remedy: "Nothing is needed: the value that was seen is used in its place.")
        }
      }
    }
  }

  /// Names of pods, UUIDs, and long hexadecimal numbers.
  private static func values(in text: String) -> [String] {
    // A pattern takes longer than a look whether anything could match it.
    words(in: text).flatMap { word in
      word.matches(
        of:
          /[a-z0-9-]+-[4-9bcdf]{6,10}-[2456789bcdfghjklmnpqrstvwxz]{5}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/
      ).map { String($0.0) }
    }
  }

  /// The runs of small letters, digits and dashes that have two dashes and are long enough.
  private static func words(in text: String) -> [String] {
    text.utf8.split {
      !($0 >= 0x61 && $0 <= 0x7A || $0 >= 0x30 && $0 <= 0x39 || $0 == UInt8(ascii: "-"))
    }.filter { word in
      word.count > 12 && word.count(where: { $0 == UInt8(ascii: "-") }) > 1
    }.compactMap { String($0) }
  }
}
