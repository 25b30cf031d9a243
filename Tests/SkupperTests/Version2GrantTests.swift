import Documents
import Kubernetes
import Testing

@testable import Skupper

@Suite struct Version2GrantTests {
  private static let now = Timestamp(seconds: 1_800_000_000)

  private static func grant(
    allowed: Int = 1, made: Int = 0, seconds: Int = 60, code: String = "open"
  ) -> Value {
    [
      "apiVersion": "skupper.io/v2alpha1", "kind": "AccessGrant",
      "metadata": ["name": "g", "namespace": "west"],
      "spec": ["redemptionsAllowed": Value(allowed)],
      "status": [
        "code": Value(code), "redemptions": Value(made),
        "expirationTime": Value((now + seconds).text),
      ],
    ]
  }

  private static func answer(
    _ grant: Value?, method: String = "POST", code: String = "open"
  ) -> String {
    let request = Version2.GrantRequest(method: method, code: Array(code.utf8))
    switch Version2.GrantDecision.make(for: request, grant: grant, now: now) {
    case .granted(let counted):
      return "granted, \(counted["status", "redemptions"]?.integer ?? 0) made"
    case .refused(let status, let text, _): return "\(status) \(text)"
    }
  }

  @Test func a_token_is_good_for_as_often_and_as_long_as_it_says() {
    #expect(Self.answer(Self.grant()) == "granted, 1 made")
    #expect(Self.answer(Self.grant(allowed: 3, made: 2)) == "granted, 3 made")
    #expect(Self.answer(Self.grant(made: 1)) == "404 No such access granted")
    #expect(Self.answer(Self.grant(seconds: 0)) == "404 No such claim")
    #expect(Self.answer(nil) == "404 No such claim")
    #expect(Self.answer(Self.grant(), code: "wrong") == "403 Redemption of access token refused")
    #expect(
      Self.answer(Self.grant(code: ""), code: "") == "403 Redemption of access token refused")
    #expect(Self.answer(Self.grant(), method: "GET") == "405 Only POST is supported")
  }

  @Test func a_grant_gets_address_code_authority_and_end() {
    var lab = Version2Lab()
    lab.make(Version2.sites, "west", ["linkAccess": "default"])
    lab.routerPod()
    let uid = lab.make(Version2.accessGrants, "g", ["expirationWindow": "5m"])
    lab.make(Version2.accessGrants, "own", ["code": "sesame"])
    lab.make(Version2.accessGrants, "odd", ["expirationWindow": "soon"])
    #expect(lab.settle() != nil)
    let grant = lab.object(Version2.accessGrants, "g")
    #expect(lab.status(Version2.accessGrants, "g") == "Ready: OK")
    #expect(
      grant?["status", "url"]
        == Value("https://skupper-grant-server-https-skupper.apps.test:443/\(uid)"))
    #expect(grant?["status", "ca"] == "CERT of skupper-grant-server CA")
    #expect(grant?["status", "code"]?.string?.count == 24)
    let end = grant?.time("status", "expirationTime")
    #expect(end == grant?.creationTime.map { $0 + 300 })
    #expect(lab.object(Version2.accessGrants, "own")?["status", "code"] == "sesame")
    #expect(lab.status(Version2.accessGrants, "odd") == "Error: Invalid duration \"soon\"")
    let code = grant?["status", "code"]
    lab.settle()
    #expect(lab.object(Version2.accessGrants, "g")?["status", "code"] == code)
  }

  private static let token: Value = [
    "apiVersion": "skupper.io/v2alpha1", "kind": "AccessToken",
    "metadata": ["name": "t", "namespace": "east", "generation": 1],
    "spec": ["url": "https://x:443/u", "code": "open", "ca": "CA", "linkCost": 7],
  ]
  private static let site: Value = [
    "apiVersion": "skupper.io/v2alpha1", "kind": "Site",
    "metadata": ["name": "east", "namespace": "east", "uid": "east-id"],
  ]

  private static func next(_ answer: RedemptionAnswer, phrase: String = "", attempt: Int = 1)
    -> Version2.TokenStep
  {
    Version2.next(
      token, of: site, after: answer, phrase: phrase, attempt: attempt, now: now)
  }

  @Test func what_was_granted_becomes_a_secret_and_a_link_of_the_site() {
    let body = Version2.answer(
      name: "t", credential: .init(certificate: "CERT", key: "KEY"), authority: "CA",
      endpoints: [["name": "edge", "host": "west.example", "port": "45671"]])
    guard case .redeemed(let objects, let token) = Self.next(.response(status: 200, body: body))
    else {
      Issue.record("it was not taken as granted")
      return
    }
    #expect(objects.map { $0["kind"] } == ["Secret", "Link"])
    #expect(objects.allSatisfy { $0.namespace == "east" && $0.owners.first?.uid == "east-id" })
    #expect(objects[0].secretText("tls.key") == "KEY")
    #expect(objects[1]["spec", "cost"] == 7 && objects[1]["spec", "tlsCredentials"] == "t")
    #expect(token["status", "redeemed"] == true && token["status", "status"] == "Ready")
    #expect(!Version2.isRedeemable(token))
  }

  @Test func a_refusal_is_final_until_the_token_is_changed() {
    let step = Self.next(
      .response(status: 404, body: "No such access granted\n"), phrase: "Not Found")
    guard case .refused(var token) = step else {
      Issue.record("\(step)")
      return
    }
    #expect(
      token["status", "message"]
        == "Controller got failed response: 404 (Not Found) No such access granted")
    #expect(token["status", "status"] == "Error" && !Version2.isRedeemable(token))
    token["metadata", "generation"] = 2
    #expect(Version2.isRedeemable(token))
  }

  @Test func who_cannot_be_reached_is_asked_again() {
    guard case .again(let token) = Self.next(.unreachable("connection refused")) else {
      Issue.record("it was given up")
      return
    }
    #expect(token["status", "status"] == "Pending" && Version2.isRedeemable(token))
    let busy = RedemptionAnswer.response(status: 503, body: "Internal error")
    if case .again = Self.next(busy) {} else { Issue.record("a first 503 was final") }
    if case .refused = Self.next(busy, attempt: 5) {} else { Issue.record("a fifth was not") }
  }

  @Test func an_answer_that_is_none_is_an_error() {
    if case .refused(let token) = Self.next(.response(status: 200, body: "kind: Secret\n")) {
      #expect(token["status", "status"] == "Error")
    } else {
      Issue.record("it was taken as granted")
    }
  }

  @Test func a_token_is_presented_once_the_site_runs() {
    var lab = Version2Lab()
    lab.make(Version2.accessTokens, "t", Self.token["spec"] ?? [:])
    lab.settle()
    #expect(lab.status(Version2.accessTokens, "t") == "Pending: No active site in namespace")
    lab.make(Version2.sites, "west", [:])
    lab.settle()
    #expect(lab.redemptions == [])
    lab.routerPod()
    lab.settle()
    #expect(lab.redemptions == ["t"])
    lab.change(Version2.accessTokens, "t") { $0["status", "redeemed"] = true }
    lab.settle()
    #expect(lab.redemptions == [])
  }
}
