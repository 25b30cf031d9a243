import Documents
import Kubernetes
import Testing

@testable import Orchestrator

@Suite struct NetworkAPITests {
  private static let stored: Value = [
    "metadata": [
      "name": "abc", "uid": "1",
      "labels": [
        "nexus/display_name": "retail", "projects.project.edge-orchestrator.intel.com": "lab",
      ],
    ],
    "spec": ["type": "application-mesh", "description": "shops"],
  ]

  private func ask(
    _ method: String, _ path: String, body: String = "", query: [String: String] = [:],
    authorization: String? = "Bearer \(TestTokens.token())", networks: [Value] = [stored]
  ) -> NetworkAPI.Reply {
    NetworkAPI.answer(
      .init(
        method: method, path: "/v1/projects/\(path)", query: query, authorization: authorization,
        body: Array(body.utf8)),
      networks: networks, projects: ["lab"], keeper: TestTokens.keeper, now: TestTokens.now)
  }

  private let network = #"{"description":"d","type":"application-mesh"}"#

  @Test func a_network_is_made_under_a_hashed_name() throws {
    let reply = ask("PUT", "lab/networks/new", body: network)
    #expect(reply.status == 200 && reply.body == ["message": "new"])
    guard case .create(let object)? = reply.change else {
      Issue.record("nothing is made")
      return
    }
    #expect(object.labels["nexus/display_name"] == "new")
    #expect(object.labels["nexus/is_name_hashed"] == "true" && object.name != "new")
    #expect(object["spec", "type"] == "application-mesh")
  }

  @Test func a_network_that_exists_is_updated_unless_that_is_refused() {
    let updated = ask("PUT", "lab/networks/retail", body: network)
    #expect(updated.body == ["message": "Updated successfully"])
    let refused = ask(
      "PUT", "lab/networks/retail", body: network, query: ["update_if_exists": "false"])
    #expect(refused == .message(403, "Already Exists."))
  }

  @Test func networks_are_read_one_by_one_and_as_a_list() {
    let one = ask("GET", "lab/networks/retail")
    #expect(
      one
        == .init(
          200, ["spec": ["type": "application-mesh", "description": "shops"], "status": [:]]))
    #expect(ask("GET", "lab/networks/retail/status") == .init(200, [:]))
    #expect(ask("GET", "lab/networks").body?[0]?["name"] == "retail")
    #expect(ask("GET", "lab/networks", networks: []) == .init(200, []))
    #expect(ask("GET", "lab/networks", query: ["continue": "retail"]) == .init(200, []))
  }

  @Test func deleting_answers_nothing_and_what_is_missing_is_not_found() {
    let reply = ask("DELETE", "lab/networks/retail")
    #expect(reply.status == 200 && reply.body == nil && reply.change != nil)
    #expect(ask("DELETE", "lab/networks/x") == .message(404, "Not Found"))
    #expect(ask("GET", "lab/networks/x") == .message(404, "Not Found"))
    let missing = ask(
      "PUT", "other/networks/x", body: network,
      authorization: "Bearer \(TestTokens.token(roles: ["other_ad-rw"]))")
    #expect(missing.status == 404 && missing.body?["message"]?.string?.contains("other") == true)
    #expect(ask("PUT", "lab/networks/x", body: "{").status == 400)
  }

  @Test func only_people_with_a_token_and_a_role_get_in() {
    func says(_ authorization: String?, _ method: String = "GET") -> NetworkAPI.Reply {
      ask(method, "lab/networks/retail", authorization: authorization)
    }
    #expect(says(nil) == .message(401, "Authorization header is missing"))
    #expect(says("Basic abc") == .message(401, "Expecting \"Bearer\" scheme"))
    let invalid = NetworkAPI.Reply.message(401, "JWT token is invalid or expired")
    #expect(says("Bearer abc") == invalid)
    let old = TestTokens.token(at: TestTokens.now + -120)
    #expect(says("Bearer \(old)") == invalid)
    let token = TestTokens.token()
    #expect(says("Bearer \(token)0") == invalid, "its signature is another's")
    #expect(says("Bearer \(TestTokens.token(roles: []))") == .message(401, "Unauthorized"))
    let reader = "bearer \(TestTokens.token(roles: ["lab_ad-r"]))"
    #expect(says(reader).status == 200)
    #expect(says(reader, "DELETE") == .message(401, "Unauthorized"))
  }
}
