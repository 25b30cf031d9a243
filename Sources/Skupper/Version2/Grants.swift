import Documents
import Kubernetes
import YAML

/// What the grant server answers to one that presents a token.
extension Version2 {
  /// A token as it is presented.
  package struct GrantRequest: Sendable, Equatable {
    package var method: String
    package var code: [UInt8]
    /// What the link is to be called.
    package var name: String
    /// The site that asks.
    package var subject: String

    package init(method: String, code: [UInt8], name: String = "", subject: String = "") {
      self.method = method
      self.code = code
      self.name = name
      self.subject = subject
    }
  }

  /// The outcome of one redemption.
  package enum GrantDecision: Sendable, Equatable {
    /// Granted, once the grant with its new count is stored.
    case granted(Value)
    /// Refused with this status and text; `event` says why, for the site's own people only.
    case refused(status: Int, text: String, event: String)

    /// The answer when the new count could not be stored.
    package static let notCounted = GrantDecision.refused(
      status: 503, text: "Internal error", event: "The grant's count could not be written")

    /// Decides about a request.
    /// - Parameter grant: the AccessGrant that the request's path names.
    package static func make(for request: GrantRequest, grant: Value?, now: Timestamp)
      -> GrantDecision
    {
      guard request.method == "POST" else {
        return .refused(
          status: 405, text: "Only POST is supported", event: "A \(request.method) was refused")
      }
      guard let grant, !grant.isBeingDeleted else {
        return .refused(status: 404, text: "No such claim", event: "No such grant exists")
      }
      guard let end = grant.time("status", "expirationTime") else {
        return .refused(
          status: 500, text: "Corrupted claim", event: "Cannot determine when the grant expires")
      }
      guard now < end else {
        return .refused(status: 404, text: "No such claim", event: "The grant has expired")
      }
      let made = grant["status", "redemptions"]?.integer ?? 0
      guard made < grant["spec", "redemptionsAllowed"]?.integer ?? 1 else {
        return .refused(
          status: 404, text: "No such access granted", event: "The grant was redeemed already")
      }
      let code = grant["status", "code"]?.string ?? ""
      guard !code.isEmpty, ClaimDecision.isEqual(Array(code.utf8), request.code) else {
        return .refused(
          status: 403, text: "Redemption of access token refused",
          event: "Mismatched code in request")
      }
      var counted = grant
      counted["status", "redemptions"] = Value(made + 1)
      return .granted(counted)
    }
  }

  /// The documents that a granted request is answered with: a certificate, and where to dial.
  package static func answer(
    name: String, credential: Credential, authority: String, endpoints: [Value]
  ) -> String {
    let secret: Value = [
      "apiVersion": "v1",
      "data": .secretData([
        "ca.crt": authority, "tls.crt": credential.certificate, "tls.key": credential.key,
      ]),
      "kind": "Secret", "metadata": ["name": Value(name)], "type": "kubernetes.io/tls",
    ]
    let link: Value = [
      "apiVersion": Value(apiVersion), "kind": "Link", "metadata": ["name": Value(name)],
      "spec": ["endpoints": .array(endpoints), "tlsCredentials": Value(name)],
    ]
    return secret.yaml() + "---\n" + link.yaml()
  }
}

/// What becomes of a token after the other site answered.
extension Version2 {
  /// The next step of a redemption.
  package enum TokenStep: Sendable, Equatable {
    /// Granted: the objects to be made, and the token that says so.
    case redeemed(objects: [Value], token: Value)
    /// Refused for good: the token with the reason.
    case refused(Value)
    /// Worth another attempt: the token with the reason so far.
    case again(Value)
  }

  /// Decides about an answer.
  /// - Parameters:
  ///   - phrase: what the answer's status is called.
  ///   - attempt: the number of this attempt, beginning with 1.
  package static func next(
    _ token: Value, of site: Value, after answer: RedemptionAnswer, phrase: String,
    attempt: Int, now: Timestamp
  ) -> TokenStep {
    switch answer {
    case .response(status: 200, let body):
      guard let objects = objects(in: body, token, of: site) else {
        return .refused(
          told(token, .error("Could not decode the answer to the access token"), now))
      }
      var redeemed = told(token, .ready, now)
      redeemed["status", "redeemed"] = true
      return .redeemed(objects: objects, token: redeemed)
    case .response(let status, let body):
      let text = "Controller got failed response: \(status) (\(phrase)) \(body.trimmedEnd)"
      return status == 503 && attempt < Redemption.attempts
        ? .again(told(token, .pending(text), now)) : .refused(told(token, .error(text), now))
    case .unreachable(let reason):
      return .again(told(token, .pending("Controller got failed response: \(reason)"), now))
    case .untrusted(let reason):
      return .refused(told(token, .error("Controller got failed response: \(reason)"), now))
    }
  }

  private static func told(_ token: Value, _ state: State, _ now: Timestamp) -> Value {
    var token = token
    token.setState("Redeemed", state, now: now)
    token.setSummary(state)
    return token
  }

  /// The certificate and the link of an answer, as this site keeps them.
  private static func objects(in body: String, _ token: Value, of site: Value) -> [Value]? {
    guard let documents = try? YAML.parseAll(body) else { return nil }
    let secret = documents.first {
      $0["kind"] == "Secret" && Credential(secret: $0) != nil && $0.secretText("ca.crt") != nil
    }
    let links = documents.filter { $0["kind"] == "Link" && $0["spec", "endpoints"] != nil }
    guard let secret, !links.isEmpty else { return nil }
    let cost = token["spec", "linkCost"]?.integer ?? 1
    return ([secret] + links).map { document in
      var object = document
      object["metadata"] = Version2Planner.metadata(document.name, ownedBy: site)
      if document["kind"] == "Link" { object["spec", "cost"] = Value(cost) }
      return object
    }
  }
}
