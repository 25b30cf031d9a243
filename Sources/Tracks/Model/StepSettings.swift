/// What an author says about a step beyond the text.

/// The settings of a step, from a `<!-- lab: … -->` comment or the lab file. Everything is unset
/// unless the author sets it.
package struct StepSettings: Hashable, Sendable {
  /// How an output is compared.
  package enum Match: String, Hashable, Sendable, CaseIterable {
    case exact, similar, contains, regex, json, none
  }

  /// Whether lines must come in the written order.
  package enum Lines: String, Hashable, Sendable, CaseIterable { case ordered, any }

  /// Whether a table may have further rows.
  package enum Rows: String, Hashable, Sendable, CaseIterable { case exact, subset }

  /// The exit status that passes.
  package enum Exit: Hashable, Sendable {
    case status(Int)
    case nonzero
  }

  /// Who does the step.
  package enum Audience: String, Hashable, Sendable, CaseIterable {
    case learner, auto
  }

  /// A name with a regular expression: a further kind of token, or a value to keep.
  package struct Pattern: Hashable, Sendable {
    package var name: String
    package var expression: String
  }

  /// Where its commands run: a site, host or tab.
  package var site: String?
  package var role: String?
  package var match: Match?
  package var lines: Lines?
  package var rows: Rows?
  /// Texts that may be missing in what is printed.
  package var optional: [String] = []
  /// Columns or words that differ each time.
  package var volatile: [String] = []
  /// Columns or words that must be as written.
  package var strict: [String] = []
  package var kinds: [Pattern] = []
  /// `text:comparison`, as in `200:>=1`.
  package var counts: [String] = []
  /// Texts that must not be printed.
  package var absent: [String] = []
  /// How far numbers may be off, as in `±10%`.
  package var number: String?
  package var captures: [Pattern] = []
  /// What must hold before the step is done.
  package var awaited: [Awaited] = []
  /// In seconds.
  package var timeout: Int?
  package var retry: Bool?
  package var exit: Exit?
  package var audience: Audience?
  /// What a machine runs in place of the learner's action.
  package var auto: String?
  package var isBackground: Bool = false
  /// Whether what goes on in the terminal is ended before the step's commands are typed.
  package var interrupts: Bool = false
  /// What a command that goes on has to print; it is ended then.
  package var until: TextTest?
  /// A command on the step's host: the step is done only where it ends with 0.
  package var condition: String?
  /// The reason why the step is left out.
  package var skip: String?
  /// Whether nobody may read in reports and recordings what the commands print.
  package var isSecret: Bool = false
  package var hints: [String] = []
  /// Why it worked: told once the step has passed.
  package var debrief: String?
  package var points: Int?
  /// What the text says by mistake.
  package var corrections: [Correction] = []

  /// The value of `skip` for a step that is done whatever a rule would say.
  static let neverSkipped = ""

  package init() {}

  /// Whether any of them says how an output is compared.
  var speaksOfOutputs: Bool {
    match != nil || lines != nil || rows != nil || number != nil
      || ![optional, volatile, strict, counts, absent].allSatisfy(\.isEmpty)
  }
}

extension StepSettings {
  /// These settings with those of `other` on top.
  package func merged(with other: StepSettings) -> StepSettings {
    var merged = self
    merged.site = other.site ?? site
    merged.role = other.role ?? role
    merged.match = other.match ?? match
    merged.lines = other.lines ?? lines
    merged.rows = other.rows ?? rows
    merged.optional += other.optional
    merged.volatile += other.volatile
    merged.strict += other.strict
    merged.kinds += other.kinds
    merged.counts += other.counts
    merged.absent += other.absent
    merged.number = other.number ?? number
    merged.captures += other.captures
    merged.awaited += other.awaited
    merged.timeout = other.timeout ?? timeout
    merged.retry = other.retry ?? retry
    merged.exit = other.exit ?? exit
    merged.audience = other.audience ?? audience
    merged.auto = other.auto ?? auto
    merged.isBackground = isBackground || other.isBackground
    merged.interrupts = interrupts || other.interrupts
    merged.until = other.until ?? until
    merged.condition = other.condition ?? condition
    merged.skip = other.skip ?? skip
    merged.isSecret = isSecret || other.isSecret
    merged.hints += other.hints
    merged.debrief = other.debrief ?? debrief
    merged.points = other.points ?? points
    merged.corrections += other.corrections
    return merged
  }
}

extension StepSettings {
  /// Those that may hold for all steps of a lab.
  static let sharedKeys = [
    "match", "lines", "rows", "optional", "volatile", "strict", "kind", "not", "number", "timeout",
    "retry",
  ]

  /// Sets one of them; says what is wrong with the value where it cannot be used.
  mutating func set(_ key: String, _ value: String) -> String? {
    func choice<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) -> Choice?
    where Choice.RawValue == String { Choice(rawValue: value) }
    func list() -> [String] {
      value.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
    }
    func allowed<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) -> String
    where Choice.RawValue == String {
      "\"\(value)\" is none of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))"
    }
    switch key {
    case "site": site = value
    case "role":
      role = value
      if value != "manual", Block.Role(rawValue: value) == nil {
        role = nil
        return allowed(Block.Role.self) + ", manual"
      }
    case "match":
      match = choice(Match.self)
      return match == nil ? allowed(Match.self) : nil
    case "lines":
      lines = choice(Lines.self)
      return lines == nil ? allowed(Lines.self) : nil
    case "rows":
      rows = choice(Rows.self)
      return rows == nil ? allowed(Rows.self) : nil
    case "only":
      audience = choice(Audience.self)
      return audience == nil ? allowed(Audience.self) : nil
    case "optional":
      if value.isEmpty { return "it is empty, and an empty text is in every line" }
      optional.append(value)
    case "volatile": volatile += list()
    case "strict": strict += list()
    case "count":
      guard value.contains(/.:\s*(?:>=|<=|==|=|>|<)?\s*\d{1,9}$/) else {
        return "\"\(value)\" does not have the form TEXT:>=NUMBER"
      }
      counts.append(value)
    case "not":
      if value.isEmpty { return "it is empty, and an empty text is in every line" }
      absent.append(value)
    case "number":
      guard value.wholeMatch(of: /±?\s*\d{1,9}(?:\.\d{1,9})?\s*%?/) != nil else {
        return "\"\(value)\" is no share such as ±10%"
      }
      number = value
    case "await":
      guard let condition = Awaited(value) else {
        return "\"\(value)\" is none of port:8080, port:HOST:8080, http:URL, file:PATH, "
          + "output:TEXT and output:/expression/"
      }
      awaited.append(condition)
    case "auto": auto = value
    case "until":
      until = TextTest(value)
      return until == nil ? "\"\(value)\" is neither words nor an expression in slashes" : nil
    case "if":
      if value.trimmed.isEmpty { return "it is empty; write a command that ends with 0 or not" }
      condition = value
    case "skip":
      let isOff = ["off", "no", "false"].contains(value)
      skip = isOff ? Self.neverSkipped : value.isEmpty ? "left out by its author" : value
    case "hint": hints.append(value)
    case "debrief": debrief = value
    case "background": isBackground = value != "off" && value != "false"
    case "secret": isSecret = value != "off" && value != "false"
    case "retry": retry = value != "off" && value != "false"
    case "timeout":
      timeout = Duration.seconds(in: value)
      return timeout == nil ? "\"\(value)\" is no duration such as 30s or 2m" : nil
    case "points":
      points = Int(value)
      return points == nil ? "\"\(value)\" is no number" : nil
    case "exit", "fails":
      exit = key == "fails" || value == "nonzero" ? .nonzero : Int(value).map(Exit.status)
      return exit == nil ? "\"\(value)\" is no exit status" : nil
    case "kind", "capture":
      guard let pattern = Pattern(value) else {
        return "\"\(value)\" does not have the form NAME=/expression/"
      }
      guard (try? Regex(pattern.expression)) != nil else {
        return "/\(pattern.expression)/ is no regular expression"
      }
      if key == "kind" { kinds.append(pattern) } else { captures.append(pattern) }
    default: return "there is no such setting"
    }
    return nil
  }
}

extension StepSettings.Pattern {
  /// Reads `NAME=/expression/`.
  init?(_ text: String) {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else { return nil }
    let expression = text[text.index(after: equals)...]
    guard expression.count > 2, expression.hasPrefix("/"), expression.hasSuffix("/") else {
      return nil
    }
    name = String(text[..<equals])
    self.expression = String(expression.dropFirst().dropLast())
  }
}

/// Durations as authors write them.
enum Duration {
  /// Reads `30`, `30s`, `2m`, `1m30s`, `1h`.
  static func seconds(in text: String) -> Int? {
    if let seconds = Int(text) { return seconds >= 0 ? seconds : nil }
    var total = 0
    var digits = ""
    for character in text.lowercased() where character != " " {
      if character.isASCII, character.isNumber {
        digits.append(character)
        continue
      }
      guard let number = Int(digits), number < 1_000_000 else { return nil }
      switch character {
      case "h": total += number * 3600
      case "m": total += number * 60
      case "s": total += number
      default: return nil
      }
      digits = ""
    }
    return digits.isEmpty && !text.isEmpty ? total : nil
  }
}
