import Documents
import Kubernetes
import KubernetesClient
import Platform
import Tracks
import Transcripts
import Workloads

/// Asks whether a lab's checks hold.
package struct Checks: Sendable {
  let session: Session
  let actions: MachineActions

  package init(_ session: Session) {
    self.session = session
    actions = MachineActions(session)
  }

  /// Asks until the check holds or its time is over.
  /// - Parameter patience: in place of the check's own time, as when a person asks.
  package func run(_ check: LabCheck, patience: Duration? = nil) async -> CheckReport {
    let began = MonotonicTime.now()
    let check = check.filled(with: session.folder.captures)
    let limit = patience ?? .seconds(check.within ?? 10)
    var problem: String?
    repeat {
      problem = await ask(check)
      if problem == nil || Task.isCancelled { break }
      try? await Task.sleep(for: .milliseconds(100))
    } while MonotonicTime.now() - began < limit
    let failure = problem.map { reason in
      check.message.map { "\($0) (\(reason))" } ?? reason
    }
    return CheckReport(
      name: check.name, hasPassed: problem == nil, message: failure ?? "",
      duration: MonotonicTime.now() - began)
  }

  /// Why the check does not hold now; nothing when it does.
  private func ask(_ check: LabCheck) async -> String? {
    do {
      switch check.kind {
      case .link(let from, let to): return try await link(from, to)
      case .services(let names, let site): return try await services(names, site)
      case .sql(let query, let site, let deployment, let expect):
        return try await sql(query, site, deployment, expect)
      case .command(let command, let place, let expect):
        let output = try await actions.execute(command, on: place)
        let printed = output.text.split(whereSeparator: \.isNewline).joined(separator: " ")
        guard output.status == 0 else {
          return "'\(command)' ended with exit code \(output.status)"
            + (printed.isEmpty ? " and printed nothing" : ": \(printed.prefix(200))")
        }
        guard let expect, !output.text.contains(expect) else { return nil }
        return printed.isEmpty
          ? "'\(command)' printed nothing, and not \"\(expect)\""
          : "'\(command)' printed \"\(printed.prefix(200))\" and not \"\(expect)\""
      case .http(let action):
        let answer = try await actions.exchange(action)
        return MachineActions.judge(answer, action.expect)
      }
    } catch {
      return "\(error)"
    }
  }

  // Links, as the routers themselves see them.

  private func link(_ from: String, _ to: String) async throws -> String? {
    let source = try site(from)
    let target = try site(to)
    let client = try await session.client(of: source.name)
    let pods = try client.list(.pods, labels: "skupper.io/component=router")
    guard let pod = pods.first(where: { !$0.isBeingDeleted }) else {
      return "\(from) has no router: nothing was installed there"
    }
    let status: Value
    do {
      status = try client.request(
        "GET", "/api/v1/namespaces/\(client.namespace)/pods/\(pod.name):9090/proxy/status")
    } catch {
      return "the router of \(from) does not answer yet: \(error)"
    }
    let links = (status["links"]?.array ?? []).filter { $0["direction"]?.string == "outgoing" }
    if links.isEmpty {
      let waiting = try client.list(.secrets, labels: "skupper.io/type=token-claim")
      let reason = waiting.lazy.compactMap { $0.annotations["internal.skupper.io/status"] }.first
      return waiting.isEmpty
        ? "\(from) has no link: none was created"
        : "the link of \(from) is not up: \(reason ?? "its token is being redeemed")"
    }
    for link in links where link["state"]?.string == "connected" {
      let peer = link["peer"] ?? .null
      if [peer["siteName"]?.string, peer["namespace"]?.string].contains(target.namespace)
        || peer["siteName"]?.string == target.name
      {
        return nil
      }
    }
    let reason = links.lazy.compactMap { $0["reason"]?.string }.first
    return "no link of \(from) to \(to) is connected\(reason.map { ": \($0)" } ?? "")"
  }

  private func services(_ names: [String], _ place: String) async throws -> String? {
    let client = try await session.client(of: try site(place).name)
    let present = Set(try client.list(.services).map(\.name))
    let missing = names.filter { !present.contains($0) }
    guard missing.isEmpty else {
      return "\(place) has no service \(missing.joined(separator: ", "))"
    }
    let ready = try client.list(.endpoints).filter {
      ($0["subsets"]?.array ?? []).contains { $0["addresses"]?.isEmpty == false }
    }.map(\.name)
    let dead = names.filter { !ready.contains($0) }
    return dead.isEmpty ? nil : "nothing stands behind \(dead.joined(separator: ", ")) in \(place)"
  }

  private func sql(
    _ query: String, _ place: String, _ deployment: String, _ expect: String?
  ) async throws -> String? {
    let client = try await session.client(of: try site(place).name)
    let object = try client.get(.deployments, deployment)
    let selector = Selector(document: object["spec", "selector"] ?? .null)
    let pods = try client.list(.pods, labels: selector.text)
    guard
      let address = pods.first(where: { $0.holds("Ready") })?["status", "podIP"]?.string
    else { return "no pod of \(deployment) in \(place) is ready" }
    let found = try await Task.detached {
      try DatabaseQuestion.ask(query, address: address)
    }.value
    guard let expect else { return found == nil ? "'\(query)' gave no row" : nil }
    let wanted = expect == "today" ? String(WallTime.now().rfc3339.prefix(10)) : expect
    return found == wanted ? nil : "'\(query)' gave \(found ?? "no value"), not \(wanted)"
  }

  private func site(_ place: String) throws -> SessionPlan.Site {
    guard
      let site = session.plan.sites.first(where: { $0.name == place })
        ?? session.plan.site(ofHost: place)
    else {
      throw LabError(
        .input,
        "The check names \"\(place)\", which is no site of this lab; it has "
          + "\(session.plan.sites.map(\.name).joined(separator: ", ")).")
    }
    return site
  }
}
