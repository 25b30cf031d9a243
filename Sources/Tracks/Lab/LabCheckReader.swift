/// Reads the checks of a lab file.
import Documents
import YAML

extension LabFileReader {
  private static let kinds = ["link", "services", "addresses", "sql", "run", "script", "http"]

  mutating func check(_ member: YAMLMember) -> LabCheck? {
    let node = member.value
    let members = members(of: node, "The check \(member.key)", .check)
    guard let kind = kind(of: member, members.map(\.key)) else { return nil }
    var check = LabCheck(name: member.key, kind: kind, time: .end, location: place(member))
    if member.key.trimmed.isEmpty {
      check.name = kind.sentence
      warn(member, "A check has no name.", "Say what should be true: a learner reads it.")
    }
    for entry in members {
      switch entry.key {
      case "within":
        check.within = entry.value.text.flatMap(Duration.seconds)
        if check.within == nil { warn(entry.value, "This is no duration.", "Write 30s or 2m.") }
      case "after":
        let words = text(entry.value, "after") ?? "end"
        check.time = words == "end" ? .end : .after(words, nil)
      case "message", "hint": check.message = text(entry.value, entry.key)
      case "points": check.points = entry.value.text.flatMap { Int($0) }
      default: break
      }
    }
    return check
  }

  private mutating func kind(of member: YAMLMember, _ keys: [String]) -> LabCheck.Kind? {
    let node = member.value
    let named = keys.filter { Self.kinds.contains($0) }
    guard named.count == 1, let key = named.first, let value = node[key] else {
      let found = named.isEmpty ? "none" : named.joined(separator: " and ")
      warn(
        member, "The check \(member.key) must ask one thing, and asks \(found).",
        "Give it exactly one of link, addresses, sql, run, http.")
      return nil
    }
    switch key {
    case "link":
      guard let from = value.text, let to = required("to", member) else { return nil }
      return .link(from: from, to: to)
    case "services", "addresses":
      guard let site = required("on", member) else { return nil }
      return .services(texts(value, key), on: site)
    case "sql":
      guard let query = value.text, let database = required("in", member) else { return nil }
      let parts = database.split(separator: "/", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        warn(member, "\"\(database)\" names no database.", "Write `in: site/deployment`.")
        return nil
      }
      return .sql(query, site: parts[0], deployment: parts[1], expect: node["expect"]?.text)
    case "http":
      guard var action = http(value) else { return nil }
      if let expect = node["expect"]?.text {
        action.expect =
          Int(expect).map { HTTPExpectation(status: $0) } ?? HTTPExpectation(contains: expect)
      }
      return .http(action)
    default:
      guard let command = text(value, key) else { return nil }
      return .command(command, on: node["on"]?.text, expect: node["expect"]?.text)
    }
  }

  private mutating func required(_ key: String, _ member: YAMLMember) -> String? {
    if let text = member.value[key]?.text { return text }
    warn(member, "The check \(member.key) does not say `\(key)`.", "Add `\(key):`.")
    return nil
  }
}

extension LabCheck.Kind {
  /// What should be true, for a check whose author does not say it.
  var sentence: String {
    switch self {
    case .link(let from, let to): "\(from) is linked to \(to)"
    case .services(let names, let site): "\(site) has \(names.joined(separator: ", "))"
    case .sql(_, let site, let deployment, _):
      "The database \(deployment) of \(site) has what it should"
    case .command(let command, _, _): "'\(command)' tells that all is well"
    case .http(let request): "\(request.url) answers as it should"
    }
  }
}
