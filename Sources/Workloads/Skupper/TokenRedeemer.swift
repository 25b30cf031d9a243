import Documents
import HTTP
import Kubernetes
import KubernetesClient
import Platform
import Skupper

/// Presents the tokens of version 2 to the sites that granted them, each on a thread of its own.
final class TokenRedeemer: Sendable {
  private let pod: SkupperPod
  private let mirror: ClusterMirror
  private let errands: Errands

  init(pod: SkupperPod, mirror: ClusterMirror, ringing doorbell: Doorbell) {
    self.pod = pod
    self.mirror = mirror
    errands = Errands("token", ringing: doorbell)
  }

  /// Begins to redeem a token, unless that is under way.
  func redeem(_ token: Value) {
    errands.begin(token.uid) { self.present(token) }
  }

  /// Presents the token until it is redeemed, refused or gone.
  private func present(_ first: Value) {
    let pause = try? Doorbell()
    var attempt = 1
    while let token = try? pod.client.find(
      Version2.accessTokens, first.name, namespace: first.namespace),
      token.uid == first.uid, Version2.isRedeemable(token),
      let site = site(of: token)
    {
      let answer = Self.ask(token, site)
      var phrase = ""
      if case .response(let status, _) = answer { phrase = HTTPStatus.reason(status) }
      let step = Version2.next(
        token, of: site, after: answer, phrase: phrase, attempt: attempt,
        now: Timestamp(seconds: Int(WallTime.now().seconds)))
      switch step {
      case .redeemed(let objects, let redeemed):
        for object in objects { keep(object) }
        tell(redeemed)
        return
      case .refused(let refused):
        SkupperPod.log(
          "the token \(token.name) was refused: \(refused["status", "message"]?.string ?? "")")
        tell(refused)
        return
      case .again(let noted):
        if noted["status", "message"] != token["status", "message"] { tell(noted) }
        pause?.wait(Errands.pause(after: attempt))
        attempt += 1
      }
    }
  }

  private func site(of token: Value) -> Value? {
    let sites = (try? pod.client.list(Version2.sites, namespace: token.namespace)) ?? []
    return sites.first { $0.holds("Running") && !$0.isBeingDeleted }
  }

  /// Presents a token once, over a connection that trusts the token's authority alone.
  private static func ask(_ token: Value, _ site: Value) -> RedemptionAnswer {
    guard let url = token["spec", "url"]?.string, let target = ClaimURL(url) else {
      return .untrusted("the token's url is no address that begins with https://")
    }
    return target.post(
      token["spec", "code"]?.string ?? "", trusting: token["spec", "ca"]?.string ?? "",
      headers: ["name": token.name, "subject": site.uid])
  }

  /// Keeps what a token was exchanged for, in place of what an earlier one of its name brought.
  /// What was granted is lost when it is not stored, so that it is tried again.
  private func keep(_ object: Value) {
    let type: ResourceType = object["kind"] == "Secret" ? .secrets : Version2.links
    let pause = try? Doorbell()
    for _ in 0..<Redemption.attempts {
      do {
        do {
          try pod.client.create(type, object, namespace: object.namespace)
        } catch  where error.isAlreadyExists {
          try pod.client.edit(type, object.name, namespace: object.namespace) { present in
            for (key, value) in object.object ?? [:] where key != "metadata" {
              present[key] = value
            }
            present["metadata", "ownerReferences"] = object["metadata", "ownerReferences"]
          }
        }
        return
      } catch {
        SkupperPod.log("\(object.name) could not be stored: \(error)")
        pause?.wait(.milliseconds(250))
      }
    }
  }

  /// Writes how the token is, whatever else was changed about it meanwhile.
  private func tell(_ token: Value) {
    do {
      try mirror.apply(.updateStatus(token))
      guard
        let stored = try pod.client.find(
          Version2.accessTokens, token.name, namespace: token.namespace),
        stored["status"] != token["status"]
      else { return }
      var again = stored
      again["status"] = token["status"]
      try mirror.apply(.updateStatus(again))
    } catch {
      SkupperPod.log("the state of token \(token.name) could not be stored: \(error)")
    }
  }
}
