import Documents
import Platform
import Tracks
import Transcripts

/// The values that authors have taken from outputs by `capture`, for later commands of any site.
package struct Captures: Hashable, Sendable {
  package private(set) var values: [String: String]

  package init(_ values: [String: String] = [:]) { self.values = values }

  /// What patterns find in outputs, by their names, each in the first line that has it.
  static func found(
    by patterns: [StepSettings.Pattern], in outputs: [CommandOutput]
  ) -> [String: String] {
    var found: [String: String] = [:]
    for pattern in patterns {
      let search = Transcripts.Pattern(name: pattern.name, expression: pattern.expression)
      let lines = outputs.lazy.flatMap { $0.text.split(whereSeparator: \.isNewline) }
      found[pattern.name] = lines.compactMap { search.first(in: String($0)) }.first
    }
    return found
  }

  /// Keeps values; a later one of the same name takes the place of an earlier one.
  mutating func keep(_ found: [String: String]) { values.merge(found) { $1 } }

  /// What a site's outputs have taught, and the captured values on top, as commands name them.
  func bindings(on site: Bindings = Bindings()) -> Bindings {
    var all = site.values
    for (name, value) in values {
      all["<\(name)>"] = value
      all["{{\(name)}}"] = value
    }
    return Bindings(all)
  }

  /// A text with the captured values in place of their names.
  func filled(_ text: String) -> String { bindings().rewrite(text).command }

  /// A document with the captured values in place of their names in its texts.
  func filled(_ document: Value) -> Value {
    switch document {
    case .string(let text): .string(filled(text))
    case .array(let items): .array(items.map(filled))
    case .object(let members):
      .object(Members(members.map { ($0.key, filled($0.value)) }))
    default: document
    }
  }
}

extension MachineAction {
  /// The action with the captured values in place of their names.
  func filled(with captures: Captures) -> MachineAction {
    switch self {
    case .copy: return self
    case .run(let host, let command): return .run(host: host, command: captures.filled(command))
    case .http(let request): return .http(request.filled(with: captures))
    }
  }
}

extension LabCheck {
  /// The check with the captured values in place of their names, in what it asks and in what it
  /// expects.
  func filled(with captures: Captures) -> LabCheck {
    var check = self
    switch kind {
    case .link, .services: break
    case .sql(let query, let site, let deployment, let expect):
      check.kind = .sql(
        captures.filled(query), site: site, deployment: deployment,
        expect: expect.map(captures.filled))
    case .command(let command, let place, let expect):
      check.kind = .command(
        captures.filled(command), on: place, expect: expect.map(captures.filled))
    case .http(let request): check.kind = .http(request.filled(with: captures))
    }
    return check
  }
}

extension HTTPAction {
  fileprivate func filled(with captures: Captures) -> HTTPAction {
    var request = self
    request.url = captures.filled(url)
    request.json = json.map(captures.filled)
    request.expect.contains = expect.contains.map(captures.filled)
    request.expect.json = expect.json.map(captures.filled)
    return request
  }
}

extension SessionFolder {
  private var capturesFile: String { "\(state)/captures.json" }

  /// The values that steps of this session have captured, for who comes back to it.
  var captures: Captures {
    let bytes = (try? Files.read(capturesFile)) ?? []
    return Captures((try? JSON.parse(bytes))?.object?.strings ?? [:])
  }

  /// Writes captured values down, for nobody else to read.
  func write(_ captures: Captures) throws {
    try Files.write(capturesFile, text: Value(captures.values).json(), mode: 0o600)
  }
}
