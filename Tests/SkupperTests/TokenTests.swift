import Documents
import Kubernetes
import Testing
import YAML

@testable import Skupper

@Suite struct TokenTests {
  private let now = Timestamp(seconds: 1_700_000_000)

  private func token(uses: Int = 1) -> Value {
    Token.claim(
      .init(name: "ba863cd9-f14a-11ed-ad52-42010a050005", password: "letmein", uses: uses),
      of: Lab.publicSite(), at: .init(host: "claims-public.apps.test", port: 443),
      authority: "PEM\n", now: now)
  }

  private func record(_ claim: Token.Claim? = nil) -> Value {
    Token.record(
      claim ?? .init(name: "claim", password: "letmein"), of: Lab.publicSite(), now: now)
  }

  private func request(_ password: String = "letmein", method: String = "POST") -> ClaimRequest {
    ClaimRequest(
      method: method, name: "claim", password: Array(password.utf8), siteVersion: "1.3.0")
  }

  private func refusal(_ decision: ClaimDecision) -> String {
    if case .refused(let status, let text, _) = decision { return "\(status) \(text)" }
    return "granted"
  }

  @Test func a_token_is_written_with_its_keys_in_byte_order() {
    #expect(
      token().yaml() == """
        apiVersion: v1
        data:
          ca.crt: UEVNCg==
          password: bGV0bWVpbg==
        kind: Secret
        metadata:
          annotations:
            skupper.io/generated-by: 76c142fb-7fa0-4218-8427-021c0ce29fb0
            skupper.io/site-version: 1.3.0
            skupper.io/url: https://claims-public.apps.test:443/ba863cd9-f14a-11ed-ad52-42010a050005
          creationTimestamp: null
          labels:
            skupper.io/type: token-claim
          name: ba863cd9-f14a-11ed-ad52-42010a050005

        """)
  }

  @Test func a_record_counts_down_and_expires() {
    let annotations = record().annotations
    #expect(annotations[Annotation.claimsRemaining] == "1")
    #expect(annotations[Annotation.claimsMade] == "0")
    #expect(annotations[Annotation.claimExpiration] == "2023-11-14T22:28:20Z")
    #expect(record().labels[Label.type] == "token-claim-record")
    let unlimited = record(.init(name: "c", password: "p", expirySeconds: 0, uses: 0)).annotations
    #expect(unlimited[Annotation.claimsRemaining] == nil)
    #expect(unlimited[Annotation.claimExpiration] == nil)
  }

  @Test func a_claim_is_granted_once() {
    guard
      case .granted(let counted) = ClaimDecision.make(
        for: request(), record: record(), now: now)
    else {
      Issue.record("the first use was refused")
      return
    }
    #expect(counted.annotations[Annotation.claimsRemaining] == "0")
    #expect(counted.annotations[Annotation.claimsMade] == "1")
    #expect(
      refusal(ClaimDecision.make(for: request(), record: counted, now: now))
        == "404 No such claim")
  }

  @Test func a_claim_without_a_limit_is_counted_and_granted_again() {
    let record = record(.init(name: "claim", password: "letmein", uses: 0))
    guard
      case .granted(let counted) = ClaimDecision.make(
        for: request(), record: record, now: now)
    else {
      Issue.record("refused")
      return
    }
    #expect(counted.annotations[Annotation.claimsMade] == "1")
    #expect(refusal(ClaimDecision.make(for: request(), record: counted, now: now)) == "granted")
  }

  @Test func a_request_is_refused_in_the_documented_order() {
    #expect(
      refusal(.make(for: request(method: "GET"), record: record(), now: now))
        == "405 Only POST is supported")
    #expect(refusal(.make(for: request(), record: nil, now: now)) == "404 No such claim")
    var other = record()
    other.setLabel(Label.type, "something")
    #expect(refusal(.make(for: request(), record: other, now: now)) == "404 No such claim")
    #expect(
      refusal(.make(for: request("wrong"), record: record(), now: now + 900))
        == "404 No such claim")
    #expect(
      refusal(.make(for: request("wrong"), record: record(), now: now + 899))
        == "403 Claim refused")
    var corrupt = record()
    corrupt.setAnnotation(Annotation.claimsRemaining, "several")
    #expect(refusal(.make(for: request(), record: corrupt, now: now)) == "500 Corrupted claim")
    var old = request()
    old.siteVersion = "0.7.2"
    #expect(
      refusal(.make(for: old, record: record(), now: now))
        == "400 minimum version required 0.8.0 - remote site version is 0.7.2")
    #expect(refusal(.notCounted) == "503 Internal error")
  }

  @Test func a_granted_claim_becomes_a_link_in_place() throws {
    let secret = Lab.link(claim: true, reason: "Failed to redeem claim: no route")
    let granted = Token.connection(
      name: "claim", of: Lab.publicSite(), credential: .init(certificate: "C", key: "K"),
      authority: "CA", interRouter: .init(host: "ir", port: 443),
      edge: .init(host: "edge", port: 444))
    let next = Redemption.next(
      secret, after: .response(status: 200, body: granted.yaml()), attempt: 1, now: now)
    guard case .linked(let linked) = next else {
      Issue.record("not linked: \(next)")
      return
    }
    #expect(linked.name == "link1")
    #expect(linked.labels[Label.type] == "connection-token")
    #expect(linked.annotations[Annotation.status] == nil)
    #expect(linked.annotations[Annotation.url] == nil)
    #expect(linked.annotations[Annotation.cost] == "1")
    #expect(Link.endpoint(of: linked, isEdge: true) == .init(host: "edge", port: 444))
    #expect(Link.endpoint(of: linked, isEdge: false) == .init(host: "ir", port: 443))
    #expect(linked.secretText("tls.key") == "K")
    #expect(linked.secretText("password") == nil)
  }

  @Test(arguments: [
    (RedemptionAnswer.response(status: 404, body: "No such claim\n"), "No such claim"),
    (.response(status: 403, body: "Claim refused\n"), "Claim refused"),
    (.untrusted("certificate verify failed"), "certificate verify failed"),
  ])
  func a_refusal_is_final_and_says_why(answer: RedemptionAnswer, reason: String) {
    let next = Redemption.next(Lab.link(claim: true), after: answer, attempt: 1, now: now)
    guard case .failed(let secret) = next else {
      Issue.record("not final: \(next)")
      return
    }
    #expect(secret.annotations[Annotation.status] == "Failed to redeem claim: \(reason)")
    #expect(secret.annotations[Annotation.lastFailed] == now.text)
  }

  @Test func only_a_counter_that_cannot_be_written_and_silence_are_tried_again() {
    let busy = RedemptionAnswer.response(status: 503, body: "Internal error")
    for attempt in 1..<Redemption.attempts {
      guard
        case .again = Redemption.next(
          Lab.link(claim: true), after: busy, attempt: attempt, now: now)
      else {
        Issue.record("attempt \(attempt) was the last")
        return
      }
    }
    guard
      case .failed = Redemption.next(
        Lab.link(claim: true), after: busy, attempt: Redemption.attempts, now: now)
    else {
      Issue.record("tried more than \(Redemption.attempts) times")
      return
    }
    guard
      case .again = Redemption.next(
        Lab.link(claim: true), after: .unreachable("connection refused"), attempt: 99, now: now)
    else {
      Issue.record("gave up on a site that may come back")
      return
    }
  }

  @Test(arguments: ["", "f", "fo", "foo", "foob", "\u{ff}\n é"])
  func base_64_is_read_as_it_was_written(text: String) {
    #expect(Value.secretData(["k": text]).object != nil)
    let secret: Value = ["data": .secretData(["k": text])]
    #expect(secret.secretText("k") == text)
  }
}
