import Documents
import Kubernetes

/// What a site answers to one that redeems a claim. The counter falls here, at redemption, and the
/// one who asks cannot tell a used claim from an unknown one.
package struct ClaimRequest: Sendable, Equatable {
  package var method: String
  /// The claim's name: the path without its slash.
  package var name: String
  package var password: [UInt8]
  /// The version that the other site says it has.
  package var siteVersion: String?

  package init(method: String, name: String, password: [UInt8], siteVersion: String?) {
    self.method = method
    self.name = name
    self.password = password
    self.siteVersion = siteVersion
  }
}

/// The outcome of one redemption.
package enum ClaimDecision: Sendable, Equatable {
  /// Granted, once the record with its new counters is stored.
  case granted(record: Value)
  /// Refused with this status and text; `event` says why, for the site's own people only.
  case refused(status: Int, text: String, event: String)

  /// The answer when the new counters could not be stored.
  package static let notCounted = ClaimDecision.refused(
    status: 503, text: "Internal error", event: "The claim's counter could not be written")

  /// Decides about a request.
  /// - Parameter record: the Secret of that name in the site's namespace.
  package static func make(for request: ClaimRequest, record: Value?, now: Timestamp)
    -> ClaimDecision
  {
    guard request.method == "POST" else {
      return .refused(
        status: 405, text: "Only POST is supported", event: "A \(request.method) was refused")
    }
    if let problem = SiteVersion.problem(request.siteVersion ?? "undefined") {
      return .refused(status: 400, text: problem, event: problem)
    }
    guard let record, record.labels[Label.type] == Label.claimRecord else {
      return unknown("No such claim exists")
    }
    let annotations = record.annotations
    if let text = annotations[Annotation.claimExpiration] {
      guard let expiration = Timestamp(text) else {
        return corrupted("Cannot determine expiration")
      }
      if now >= expiration { return unknown("Claim expired") }
    }
    guard let password = record.secretText("password") else {
      return corrupted("No password in claim")
    }
    guard isEqual(Array(password.utf8), request.password) else {
      return .refused(
        status: 403, text: "Claim refused", event: "Mismatched password in request")
    }
    return count(record)
  }

  private static func count(_ record: Value) -> ClaimDecision {
    var counted = record
    if let text = record.annotations[Annotation.claimsRemaining] {
      guard let remaining = Int(text) else { return corrupted("Cannot determine remaining uses") }
      guard remaining > 0 else { return unknown("Claim already used") }
      counted.setAnnotation(Annotation.claimsRemaining, String(remaining - 1))
    }
    let made = record.annotations[Annotation.claimsMade].flatMap { Int($0) } ?? 0
    counted.setAnnotation(Annotation.claimsMade, String(made + 1))
    return .granted(record: counted)
  }

  private static func unknown(_ event: String) -> ClaimDecision {
    .refused(status: 404, text: "No such claim", event: event)
  }

  private static func corrupted(_ event: String) -> ClaimDecision {
    .refused(status: 500, text: "Corrupted claim", event: event)
  }

  /// Compares in a time that does not tell how much was right.
  static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
