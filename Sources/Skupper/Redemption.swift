import Documents
import Kubernetes
import YAML

/// What becomes of a claim's Secret after the issuing site answered.
package enum RedemptionAnswer: Sendable, Equatable {
  /// An answer came; the text is its body.
  case response(status: Int, body: String)
  /// Nobody could be reached.
  case unreachable(String)
  /// Somebody answered who is not the one the token names.
  case untrusted(String)
}

/// The next step of a redemption.
package enum Redemption: Sendable, Equatable {
  /// The link's Secret, now with a certificate.
  case linked(Value)
  /// Refused for good: the Secret with the reason.
  case failed(Value)
  /// Worth another attempt: the Secret with the reason so far.
  case again(Value)

  /// How often a claim is presented while the other site has an internal problem.
  package static let attempts = 5

  /// Decides about an answer.
  /// - Parameter attempt: the number of this attempt, beginning with 1.
  package static func next(
    _ secret: Value, after answer: RedemptionAnswer, attempt: Int, now: Timestamp
  ) -> Redemption {
    switch answer {
    case .response(status: 200, let body):
      guard let token = try? YAML.parse(body, file: nil), let linked = rewritten(secret, as: token)
      else { return .failed(refused(secret, "Could not parse connection token", now)) }
      return .linked(linked)
    case .response(status: 503, let body):
      let reason = failure(body.trimmedEnd)
      return attempt < attempts
        ? .again(noted(secret, reason)) : .failed(refused(secret, body, now))
    case .response(_, let body):
      return .failed(refused(secret, body.trimmedEnd, now))
    case .unreachable(let reason):
      return .again(noted(secret, failure(reason)))
    case .untrusted(let reason):
      return .failed(refused(secret, reason, now))
    }
  }

  /// The path and query that present a claim.
  package static func target(url: String, siteVersion: String) -> String {
    "\(url)?site-version=\(siteVersion)"
  }

  private static func failure(_ reason: String) -> String { "Failed to redeem claim: \(reason)" }

  /// The claim's Secret, in place, with what the other site granted.
  private static func rewritten(_ secret: Value, as token: Value) -> Value? {
    guard token.secretText("tls.crt") != nil, token.secretText("tls.key") != nil,
      token.secretText("ca.crt") != nil
    else { return nil }
    var linked = secret
    linked.setLabel(Label.type, Label.connectionToken)
    for (key, value) in token.annotations { linked.setAnnotation(key, value) }
    linked.setAnnotation(Annotation.url, nil)
    linked.setAnnotation(Annotation.status, nil)
    linked.setAnnotation(Annotation.lastFailed, nil)
    linked.setAnnotation(Annotation.claimExpiration, nil)
    linked["data"] = token["data"]
    return linked
  }

  private static func noted(_ secret: Value, _ reason: String) -> Value {
    var noted = secret
    noted.setAnnotation(Annotation.status, reason)
    return noted
  }

  private static func refused(_ secret: Value, _ reason: String, _ now: Timestamp) -> Value {
    var refused = noted(secret, failure(reason))
    refused.setAnnotation(Annotation.lastFailed, now.text)
    return refused
  }
}

extension String {
  /// The text without white space at its end.
  var trimmedEnd: String {
    var text = self
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }
}
