import Documents
import HTTP
import Kubernetes
import KubernetesClient
import Platform
import Skupper
import TLS

/// Presents claims to the sites that issued them, each on a thread of its own.
final class ClaimRedeemer: Sendable {
  private let pod: SkupperPod
  private let secrets: ObjectWatch
  private let errands: Errands

  init(pod: SkupperPod, secrets: ObjectWatch, ringing doorbell: Doorbell) {
    self.pod = pod
    self.secrets = secrets
    errands = Errands("claim", ringing: doorbell)
  }

  /// Begins to redeem a claim, unless that is under way.
  func redeem(_ secret: Value, _ site: SiteIdentity) {
    errands.begin(secret.uid) { self.present(secret, site) }
  }

  /// Presents the claim until it is granted, refused or gone.
  private func present(_ claim: Value, _ site: SiteIdentity) {
    let pause = try? Doorbell()
    var attempt = 1
    while let secret = secrets.object(claim.name), secret.uid == claim.uid,
      let link = Link(secret: secret), link.isClaim, !link.isRefused
    {
      let answer = Self.ask(secret, site)
      let now = Timestamp(seconds: Int(WallTime.now().seconds))
      let next = Redemption.next(secret, after: answer, attempt: attempt, now: now)
      switch next {
      case .linked(let linked):
        if store(linked) {
          SkupperPod.log("the claim of \(claim.name) was granted")
          return
        }
      case .failed(let refused):
        if store(refused) {
          SkupperPod.log(
            "the claim of \(claim.name) was refused: "
              + (refused.annotations[Annotation.status] ?? ""))
          return
        }
      case .again(let noted):
        if noted != secret { _ = store(noted) }
        pause?.wait(Errands.pause(after: attempt))
        attempt += 1
      }
    }
  }

  /// Stores the link; false when somebody changed it meanwhile, whose change is then awaited.
  private func store(_ secret: Value) -> Bool {
    do {
      secrets.learn(try pod.client.update(.secrets, secret))
      return true
    } catch  where error.isConflict {
      if let current = try? pod.client.find(.secrets, secret.name) {
        secrets.learn(current)
        // A claim that was granted must not be presented again, whatever else changed.
        var merged = secret
        merged["metadata", "resourceVersion"] = current["metadata", "resourceVersion"]
        if let stored = try? pod.client.update(.secrets, merged) {
          secrets.learn(stored)
          return true
        }
      }
      return false
    } catch {
      SkupperPod.log("the link \(secret.name) could not be stored: \(error)")
      return error.isNotFound
    }
  }

  /// Presents a claim once, over a connection that trusts the token's authority alone.
  static func ask(_ secret: Value, _ site: SiteIdentity) -> RedemptionAnswer {
    guard let url = secret.annotations[Annotation.url], let target = ClaimURL(url) else {
      return .untrusted("the token's url is no address that begins with https://")
    }
    return target.post(
      secret.secretText("password") ?? "", trusting: secret.secretText("ca.crt") ?? "",
      query: [.init("site-version", site.profile.siteVersion)],
      headers: ["skupper-site-name": site.id])
  }
}

extension ClaimURL {
  /// Presents a secret word there, to nobody but who holds a certificate of that authority.
  func post(
    _ word: String, trusting authority: String, query: [HTTPRequest.QueryItem] = [],
    headers: HTTPHeaders
  ) -> RedemptionAnswer {
    do {
      let tls = try TLSContext.client(trust: authority)
      let client = HTTPClient(
        .tcp(host: host, port: port), tls: tls, serverName: host, timeout: .seconds(10))
      let response = try client.send(
        HTTPRequest("POST", path, query: query, headers: headers, body: Array(word.utf8)))
      return .response(status: response.status, body: response.text)
    } catch let error as TLSError {
      return .untrusted(error.cause)
    } catch let error as HTTPError {
      return error.code == .tls ? .untrusted(error.reason) : .unreachable(error.reason)
    } catch {
      return .unreachable("\(error)")
    }
  }
}

/// The parts of a claim's address.
struct ClaimURL: Equatable {
  var host: String
  var port: Int
  var path: String

  init?(_ text: String) {
    guard text.hasPrefix("https://") else { return nil }
    let rest = text.dropFirst("https://".count)
    let authority = rest.prefix { $0 != "/" }
    let parts = authority.split(separator: ":", maxSplits: 1)
    guard let host = parts.first, !host.isEmpty else { return nil }
    let number = parts.count > 1 ? Int(parts[1]) : 443
    guard let number, (1...65535).contains(number) else { return nil }
    self.host = String(host)
    port = number
    let path = rest.dropFirst(authority.count)
    self.path = path.isEmpty ? "/" : String(path)
  }
}
