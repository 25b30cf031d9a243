/// A track as an outline: what runs where, and why it was read so.
import Documents

/// What `show` prints.
package enum TrackOutline {
  /// The track as text.
  package static func text(_ track: Track) -> String {
    var lines = [track.title, counts(track), ""]
    for site in track.sites {
      let domain = site.domain.map { ", domain \($0)" } ?? ""
      lines.append(
        "site \(site.name): \(site.platform.rawValue), namespace \(site.namespace), "
          + (site.hosts.isEmpty
            ? "no host of its own" : "hosts \(site.hosts.joined(separator: " "))")
          + domain)
    }
    for host in track.sharedHosts {
      lines.append("host \(host.name): reaches \(host.sites.joined(separator: " "))")
    }
    for challenge in track.challenges {
      lines += ["", "\(challenge.number)  \(challenge.title)"]
      var section: [String] = []
      for step in challenge.steps {
        if step.sectionPath != section {
          section = step.sectionPath
          lines += ["", "   " + section.joined(separator: " / ")]
        }
        lines += self.lines(of: step)
        lines += (track.lab?.checks ?? []).filter { $0.afterStep == step.id }.map(line)
      }
      let rest = challenge.blocks.filter { $0.role == .content || $0.role == .display }
      if !rest.isEmpty { lines.append("") }
      lines += rest.map {
        "   line \($0.location.line): \($0.role.rawValue), not run: \($0.decision.reason)"
      }
    }
    let last = (track.lab?.checks ?? []).filter { $0.afterStep == nil }
    if !last.isEmpty { lines += [""] + last.map(line) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func counts(_ track: Track) -> String {
    func count(_ number: Int, _ word: String) -> String {
      "\(number) \(word)\(number == 1 ? "" : "s")"
    }
    let outputs = track.steps.compactMap(\.commandStep).reduce(0) { $0 + $1.outputs.count }
    return [
      count(track.challenges.count, "challenge"), count(track.sites.count, "site"),
      count(track.steps.count, "step"), count(outputs, "output"),
      count(track.lab?.checks.count ?? 0, "check"),
    ].joined(separator: ", ")
  }

  private static func lines(of step: Step) -> [String] {
    var lines = ["   \(step.id)  \(step.title)  (line \(step.place.line))"]
    let margin = "        "
    switch step.kind {
    case .commands(let commands):
      lines.append("\(margin)in \(commands.terminal.name): \(commands.routing.reason)")
      for (index, command) in commands.commands.enumerated() {
        let text = command.text.split(separator: "\n").first ?? ""
        lines.append("\(margin)$ \(text)\(command.text.contains("\n") ? " …" : "")")
        for output in commands.outputs where output.commands.upperBound == index + 1 {
          let count = output.text.count { $0 == "\n" }
          lines.append(
            "\(margin)  prints \(count) line\(count == 1 ? "" : "s") as on line "
              + "\(output.location.line), \(comparison(output, step)): \(output.pairing.reason)")
        }
      }
      if let wait = commands.wait {
        lines.append("\(margin)may take \(wait.seconds) s: \"\(wait.sentence)\"")
      }
    case .manual(let manual):
      lines += manual.instructions.map { "\(margin)by hand: \($0)" }
      lines += manual.actions.map { "\(margin)by machine: \($0.description)" }
      if manual.actions.isEmpty {
        lines.append("\(margin)by machine: nothing, so it stays unverified")
      }
    case .quiz(let quiz): lines += quiz.answers.map { "\(margin)○ \($0)" }
    }
    let settings = step.settings
    if settings.interrupts { lines.append("\(margin)ends what goes on in the terminal") }
    if let command = settings.condition { lines.append("\(margin)only if: \(command)") }
    if let command = settings.auto { lines.append("\(margin)by machine: \(command)") }
    lines += settings.captures.map { "\(margin)captures \($0.name) by /\($0.expression)/" }
    lines += settings.awaited.map { "\(margin)waits for \($0)" }
    if let text = settings.until { lines.append("\(margin)ends at \(text)") }
    if let skip = settings.skip { lines.append("\(margin)left out: \(skip)") }
    return lines
  }

  /// What the author says of the comparison goes before what the sentence says.
  private static func comparison(_ output: ExpectedOutput, _ step: Step) -> String {
    step.settings.match?.rawValue ?? output.coverage.rawValue
  }

  private static func line(_ check: LabCheck) -> String {
    let time = check.within.map { ", within \($0) s" } ?? ""
    return "   check  \(check.name)\(time)"
  }
}

extension TrackOutline {
  /// The track as a JSON document.
  package static func json(_ track: Track) -> String {
    let document: Value = [
      "slug": .string(track.slug), "title": .string(track.title),
      "origin": .string(track.origin.rawValue),
      "sites": .array(
        track.sites.map { site in
          [
            "name": .string(site.name), "hosts": Value(site.hosts),
            "namespace": .string(site.namespace), "platform": .string(site.platform.rawValue),
            "domain": site.domain.map(Value.string) ?? .null,
          ]
        }),
      "hosts": .array(
        track.sharedHosts.map { ["name": .string($0.name), "sites": Value($0.sites)] }),
      "challenges": .array(
        track.challenges.map { challenge in
          [
            "slug": .string(challenge.slug), "title": .string(challenge.title),
            "file": .string(challenge.file),
            "blocks": .array(challenge.blocks.map(value)),
            "steps": .array(challenge.steps.map(value)),
          ]
        }),
      "checks": .array(
        (track.lab?.checks ?? []).map { check in
          [
            "name": .string(check.name),
            "after": .string(check.afterStep ?? "end"),
            "within": check.within.map(Value.integer) ?? .null,
          ]
        }),
    ]
    return document.json(indent: 2) + "\n"
  }

  private static func value(_ block: Block) -> Value {
    [
      "line": .integer(block.location.line), "role": .string(block.role.rawValue),
      "rule": .string(block.decision.rule), "reason": .string(block.decision.reason),
    ]
  }

  private static func value(_ step: Step) -> Value {
    var value: Value = [
      "id": .string(step.id), "title": .string(step.title), "line": .integer(step.place.line),
      "section": Value(step.sectionPath),
    ]
    switch step.kind {
    case .commands(let commands):
      value["kind"] = "commands"
      value["terminal"] = .string(commands.terminal.name)
      value["site"] = .string(commands.terminal.site)
      value["rule"] = .string(commands.routing.rule)
      value["reason"] = .string(commands.routing.reason)
      value["commands"] = .array(commands.commands.map { .string($0.text) })
      value["outputs"] = .array(
        commands.outputs.map { output in
          [
            "line": .integer(output.location.line),
            "coverage": .string(comparison(output, step)),
            "commands": [
              .integer(output.commands.lowerBound), .integer(output.commands.upperBound),
            ],
          ]
        })
    case .manual(let manual):
      value["kind"] = "manual"
      value["instructions"] = Value(manual.instructions)
      value["actions"] = Value(manual.actions.map(\.description))
    case .quiz(let quiz):
      value["kind"] = "quiz"
      value["answers"] = Value(quiz.answers)
    }
    return value
  }
}

extension MachineAction: CustomStringConvertible {
  package var description: String {
    switch self {
    case .copy(let from, let to): "copy \(from) to \(to)"
    case .run(let host, let command): host.map { "on \($0) run \(command)" } ?? "run \(command)"
    case .http(let request): "\(request.method) \(request.url)"
    }
  }
}
