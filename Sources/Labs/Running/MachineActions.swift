import Documents
import HTTP
import KubernetesClient
import Platform
import TLS
import Tracks
import Transcripts

/// The machine's part of what a person does by hand: carrying a file across, running a command
/// unseen, submitting a form.
package struct MachineActions: Sendable {
  let session: Session
  let timeout: Duration

  package init(_ session: Session, timeout: Duration = .seconds(30)) {
    self.session = session
    self.timeout = timeout
  }

  /// Does one action.
  /// - Returns: what a person would want to know about it, or why it failed.
  package func perform(_ action: MachineAction) async -> Result<String, ActionFailure> {
    switch action {
    case .copy(let from, let to): await copy(from, to)
    case .run(let host, let command): await run(command, on: host)
    case .http(let request): await send(request)
    }
  }

  /// Why an action failed, in a sentence.
  package struct ActionFailure: Error, Hashable, Sendable {
    package let sentence: String
  }

  private func copy(_ from: SitePath, _ to: SitePath) async -> Result<String, ActionFailure> {
    do {
      let source = try await path(from)
      let target = try await path(to)
      guard Files.exists(source) else {
        return .failure(.init(sentence: "There is no file \(from) to copy yet."))
      }
      let bytes = try Files.read(source)
      guard !bytes.isEmpty else {
        return .failure(.init(sentence: "The file \(from) is still empty."))
      }
      try Files.makeDirectory(Path.parent(of: target))
      try Files.write(target, bytes)
      return .success("\(from) copied to \(to)")
    } catch {
      return .failure(.init(sentence: "\(from) can't be copied to \(to): \(error)"))
    }
  }

  /// What can be seen of an action that hands should have done, without doing it: what was looked for,
  /// and what is wrong with it; nothing of an action that does not show.
  package func look(at action: MachineAction) async -> (name: String, problem: String?)? {
    guard action.shows else { return nil }
    switch action {
    case .copy(let from, let to):
      return ("\(to) is as \(from)", await difference(of: to, from: from))
    case .http(let request):
      let name = "\(session.filled(request.url)) answers as it should"
      switch await send(request) {
      case .success: return (name, nil)
      case .failure(let failure): return (name, failure.sentence)
      }
    case .run: return nil
    }
  }

  /// What is different in a file that hands should have made from another one; nothing when its text
  /// is the same, but for blanks at the ends of lines and empty lines around it.
  package func difference(of copy: SitePath, from original: SitePath) async -> String? {
    do {
      let source = try await path(original)
      let target = try await path(copy)
      guard Files.exists(source) else { return "There is no file \(original) yet." }
      guard Files.exists(target) else { return "There is no file \(copy) yet." }
      return MachineActions.difference(
        try Files.read(target), from: try Files.read(source)
      ).map { "\(copy) is not as \(original): \($0)." }
    } catch {
      return "\(copy) can't be compared with \(original): \(error)"
    }
  }

  /// How a text differs from another one, in a clause.
  static func difference(_ copy: [UInt8], from original: [UInt8]) -> String? {
    let found = lines(copy)
    let wanted = lines(original)
    if found == wanted { return nil }
    if found.isEmpty { return "it is still empty" }
    if wanted.isEmpty { return "there is nothing to copy yet" }
    let line = zip(found, wanted).enumerated().first { $0.element.0 != $0.element.1 }
    if let line { return "line \(line.offset + 1) differs" }
    return
      "it has \(found.count == 1 ? "1 line" : "\(found.count) lines") in place of \(wanted.count)"
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    var lines = String(decoding: bytes, as: UTF8.self)
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { line in
        var line = line
        while line.last?.isWhitespace == true { line.removeLast() }
        return String(line)
      }[...]
    while lines.first?.isEmpty == true { lines.removeFirst() }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return Array(lines)
  }

  private func path(_ place: SitePath) async throws -> String {
    guard let host = session.plan.host(named: place.place) else {
      throw LabError(
        .input,
        "\"\(place.place)\" is no site or host of this lab; it has "
          + "\(session.plan.sites.map(\.name).joined(separator: ", ")).")
    }
    return try await session.host(host).resolve(place.path)
  }

  /// Runs a command in a host's surroundings, without its terminal.
  package func run(
    _ command: String, on place: String?
  ) async -> Result<String, ActionFailure> {
    do {
      let output = try await execute(command, on: place)
      return output.status == 0
        ? .success(output.text)
        : .failure(
          .init(
            sentence: "'\(command)' ended with exit code \(output.status): "
              + (output.text.split(separator: "\n").last.map(String.init) ?? "it printed nothing")))
    } catch {
      return .failure(.init(sentence: "'\(command)' can't be run: \(error)"))
    }
  }

  /// What a command prints in a host's surroundings, and its exit code.
  package func execute(_ command: String, on place: String?) async throws -> CommandOutput {
    let host = place.flatMap { session.plan.host(named: $0) } ?? session.hostNames.first ?? ""
    let environment = try await session.environment(of: host)
    // What it complains of is what a person would read first.
    let launch = ProcessLaunch(
      "/bin/bash", ["-c", "exec 2>&1\n\(command)"], environment: environment,
      directory: try await session.host(host).root)
    let timeout = timeout
    let (status, bytes) = try await Task.detached { () throws -> (ExitStatus, [UInt8]) in
      let result = try launch.run(timeout: timeout)
      return (result.status, result.output)
    }.value
    return CommandOutput(
      command: command, text: String(decoding: bytes, as: UTF8.self), status: status.shellCode)
  }

  // Requests to the lab's pages.

  private func send(_ action: HTTPAction) async -> Result<String, ActionFailure> {
    let name = "\(action.method) \(session.filled(action.url))"
    do {
      let answer = try await exchange(action)
      if let failure = MachineActions.judge(answer, action.expect) {
        return .failure(.init(sentence: "\(name): \(failure)"))
      }
      return .success("\(name) answered \(answer.status)")
    } catch {
      return .failure(.init(sentence: "\(name) failed: \(error)"))
    }
  }

  /// Asks a page of the lab as an action says.
  package func exchange(_ action: HTTPAction) async throws -> HTTPClientResponse {
    let url = session.filled(action.url)
    var headers: HTTPHeaders = [:]
    var body: [UInt8] = []
    if let json = action.json {
      headers.add("Content-Type", "application/json")
      body = Array(json.json().utf8)
    }
    return try await exchange(action.method, url, headers: headers, body: body)
  }

  /// Asks a page of the lab: through its site's ingress, trusting the site's own authority, or a port
  /// of one of its hosts.
  /// - Parameter place: the host that `localhost` is; the first one without it.
  package func exchange(
    _ method: String, _ url: String, headers given: HTTPHeaders = [:], body: [UInt8] = [],
    from place: String? = nil
  ) async throws -> HTTPClientResponse {
    guard let target = WebAddress(url) else {
      throw LabError(.input, "\"\(url)\" is no web address; write http:// or https:// and a host.")
    }
    let host = await session.address(ofHost: target.host, from: place)
    guard let address = if let host { host } else { await session.resolve(target.host) } else {
      throw LabError(
        .environment,
        "The name \(target.host) is not known in this lab: no route and no host has it.")
    }
    let port = await session.reachablePort(target.port, at: address)
    var headers = given
    headers.add("Host", target.hostField)
    let request = HTTPRequest(method, target: target.target, headers: headers, body: body)
    let tls = target.isSecure ? try await context(for: address, isHost: host != nil) : nil
    let timeout = timeout
    return try await Task.detached {
      try HTTPClient(
        .tcp(host: address, port: port), tls: tls, serverName: target.host, timeout: timeout
      ).send(request)
    }.value
  }

  /// Whom a secure connection trusts: a site's own authority, and on a host whatever a learner's
  /// program there shows.
  private func context(for address: String, isHost: Bool) async throws -> TLSContext {
    if isHost { return try .clientWithoutVerification() }
    for site in session.plan.sites where await session.nodeAddress(of: site.name) == address {
      return try .client(trust: try await session.authority(of: site.name))
    }
    return try .client(trust: "")
  }

  /// What is wrong with an answer; nothing when it is as expected.
  package static func judge(
    _ answer: HTTPClientResponse, _ expectation: HTTPExpectation
  ) -> String? {
    if let status = expectation.status {
      if answer.status != status { return "it answered \(answer.status) instead of \(status)" }
    } else if answer.status >= 400 {
      return "it answered \(answer.status): \(answer.text.prefix(200))"
    }
    if let text = expectation.contains, !answer.text.contains(text) {
      return "its answer does not contain \"\(text)\""
    }
    if let wanted = expectation.json {
      guard let found = try? JSON.parse(answer.body) else {
        return "its answer is no JSON: \(answer.text.prefix(200))"
      }
      if !contains(found, wanted) {
        return "it answered \(found.json().prefix(300)) instead of \(wanted.json())"
      }
    }
    return nil
  }

  /// Whether a document has everything that another one has.
  static func contains(_ document: Value, _ wanted: Value) -> Bool {
    guard let members = wanted.object else { return document == wanted }
    return members.allSatisfy { key, value in
      document[key].map { contains($0, value) } ?? value.isNull
    }
  }
}

/// A web address taken apart (RFC 3986).
package struct WebAddress: Hashable, Sendable {
  package let isSecure: Bool
  package let host: String
  package let port: Int
  package let target: String

  package init?(_ text: String) {
    guard let scheme = ["https://", "http://"].first(where: { text.hasPrefix($0) }) else {
      return nil
    }
    isSecure = scheme == "https://"
    let rest = text.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let parts = authority.split(separator: ":", maxSplits: 1)
    guard let name = parts.first, !name.isEmpty else { return nil }
    host = String(name)
    port = parts.count > 1 ? Int(parts[1]) ?? 0 : isSecure ? 443 : 80
    let path = rest.dropFirst(authority.count).prefix { $0 != "#" }
    target = path.hasPrefix("/") ? String(path) : "/" + path
  }

  /// The host as a request names it: with its port where that is not the scheme's own.
  package var hostField: String { port == (isSecure ? 443 : 80) ? host : "\(host):\(port)" }
}
