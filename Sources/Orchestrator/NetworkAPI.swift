import Documents
import Kubernetes

/// The network API: `/v1/projects/PROJECT/networks[/NAME[/status]]`, asked with a person's token.
package enum NetworkAPI {
  /// A request, taken apart as far as HTTP goes.
  package struct Request: Sendable {
    package var method: String
    package var path: String
    package var query: [String: String]
    package var authorization: String?
    package var body: [UInt8]

    package init(
      method: String, path: String, query: [String: String] = [:], authorization: String? = nil,
      body: [UInt8] = []
    ) {
      self.method = method
      self.path = path
      self.query = query
      self.authorization = authorization
      self.body = body
    }
  }

  /// What becomes of a request.
  package struct Reply: Hashable, Sendable {
    package var status: Int
    /// Nothing for an empty body.
    package var body: Value?
    /// What has to be stored first; when that fails, the failure is the answer.
    package var change: ObjectChange?

    package init(_ status: Int, _ body: Value?, change: ObjectChange? = nil) {
      self.status = status
      self.body = body
      self.change = change
    }

    /// An answer that is a sentence.
    package static func message(
      _ status: Int, _ text: String, change: ObjectChange? = nil
    ) -> Reply {
      Reply(status, ["message": Value(text)], change: change)
    }
  }

  /// Answers a request.
  /// - Parameters:
  ///   - networks: what is stored.
  ///   - projects: the names of the projects that there are.
  package static func answer(
    _ request: Request, networks: [Value], projects: [String], keeper: WebTokens, now: Timestamp
  ) -> Reply {
    let parts = request.path.split(separator: "/").map(String.init)
    guard parts.count >= 4, parts[0] == "v1", parts[1] == "projects", parts[3] == "networks",
      parts.count <= 6, parts.count < 6 || parts[5] == "status"
    else { return .message(404, "Not Found") }
    let project = parts[2]
    let person: WebTokens.Person
    switch keeper.person(authorization: request.authorization, now: now) {
    case .refused(let sentence): return .message(401, sentence)
    case .known(let known): person = known
    }
    let isWriting = request.method != "GET"
    guard person.may(isWriting ? .write : .read, in: project) else {
      return .message(401, "Unauthorized")
    }
    let own = networks.filter { $0.labels[projectLabel] == project }
      .sorted { displayName($0) < displayName($1) }
    guard parts.count > 4 else {
      guard request.method == "GET" else { return .message(405, "Method Not Allowed") }
      return page(of: own, request.query)
    }
    let present = own.first { displayName($0) == parts[4] }
    switch (request.method, parts.count) {
    case ("GET", _):
      guard let present else { return .message(404, "Not Found") }
      return Reply(200, parts.count == 6 ? state(of: present) : document(present))
    case ("PUT", 5):
      return put(parts[4], in: project, request, present, isProject: projects.contains(project))
    case ("DELETE", 5):
      guard let present else { return .message(404, "Not Found") }
      return Reply(200, nil, change: .delete(ObjectReference(to: present)))
    default: return .message(405, "Method Not Allowed")
    }
  }

  private static func put(
    _ name: String, in project: String, _ request: Request, _ present: Value?, isProject: Bool
  ) -> Reply {
    guard isProject else {
      return .message(
        404,
        "Unable to create networks \(name): its parent projects \(project) was not found: make the "
          + "project first, or correct its name")
    }
    guard let body = try? JSON.parse(request.body), body.object != nil else {
      return .message(400, "The body is not readable as a JSON object with type and description")
    }
    guard Names.isLabel(name) else {
      return .message(
        400, "The name \(name) is not usable: choose lower-case letters, digits and dashes")
    }
    let spec = body["spec"] ?? body
    if var present {
      if request.query["update_if_exists"] == "false" { return .message(403, "Already Exists.") }
      present["spec"] = spec
      return .message(200, "Updated successfully", change: .update(present))
    }
    return .message(
      200, name,
      change: .create([
        "apiVersion": Value(Kinds.tenancyNetworks.apiVersion), "kind": "Network",
        "metadata": [
          "name": Value(OrchestratorName.hash(project, name)),
          "labels": [
            displayLabel: Value(name), hashedLabel: "true", projectLabel: Value(project),
          ],
        ],
        "spec": spec,
      ]))
  }

  private static func page(of networks: [Value], _ query: [String: String]) -> Reply {
    let limit = query["limit"].flatMap { Int($0) } ?? 500
    guard limit > 0 else { return .message(400, "limit must be a number above 0") }
    let start = networks.firstIndex { displayName($0) > query["continue"] ?? "" } ?? networks.count
    return Reply(
      200,
      .array(
        networks[start...].prefix(limit).map { network in
          var entry: Value = ["name": Value(displayName(network))]
          for (key, value) in document(network).object ?? [:] { entry[key] = value }
          return entry
        }))
  }

  private static func document(_ network: Value) -> Value {
    ["spec": network["spec"] ?? [:], "status": state(of: network)]
  }

  private static func state(of network: Value) -> Value { network["status"] ?? [:] }

  /// The name that people gave a network; the stored one is made up.
  package static func displayName(_ network: Value) -> String {
    network.labels[displayLabel] ?? network.name
  }

  private static let displayLabel = "nexus/display_name"
  private static let hashedLabel = "nexus/is_name_hashed"
  private static let projectLabel = "projects.project.edge-orchestrator.intel.com"
}
