import Documents
import Kubernetes
import KubernetesClient
import Platform
import Skupper

/// `skupper link create`, `delete` and `status`.
extension SkupperCommand {
  static func createLink(_ call: SkupperCall) throws(SkupperError) {
    guard let file = call.words.first, call.words.count == 1 else {
      throw .usage("accepts 1 arg(s), received \(call.words.count)")
    }
    let text: String
    do {
      text = try readToken(file)
    } catch {
      throw SkupperError(error.text, showsUsage: call.profile.listing != .bare && !call.isOld)
    }
    let cost = try call.number("cost")
    do throws(SkupperError) {
      guard let site = try call.site() else {
        throw SkupperError(
          "Failed to retrieve router deployment: "
            + "deployments.apps \"\(ObjectName.router)\" not found")
      }
      let secret = try Link.secret(
        from: text, name: call.flags["name"], cost: cost, in: site,
        existing: try call.list(.secrets))
      if !(try call.ensure(secret)) {
        throw SkupperError(
          "The connector secret \"\(secret.name)\"already exists, "
            + "please choose a different name")
      }
      if site.profile.tellsClaimExpiration { warnOfExpiry(secret, call) }
      call.print(Link.configured(secret, isEdge: site.options.isEdge))
    } catch {
      throw error.under("Failed to create link: ")
    }
  }

  private static func warnOfExpiry(_ secret: Value, _ call: SkupperCall) {
    if let text = secret.annotations[Annotation.claimExpiration], let end = Timestamp(text),
      call.now >= end
    {
      call.print("Warning: token may have expired, expiration time: \(text)\n")
    }
  }

  static func deleteLink(_ call: SkupperCall) throws(SkupperError) {
    guard let name = call.words.first, call.words.count == 1 else {
      throw .usage("accepts 1 arg(s), received \(call.words.count)")
    }
    guard let secret = try call.find(.secrets, name), Link(secret: secret) != nil else {
      throw SkupperError("Failed to remove link: No such link \"\(name)\"")
    }
    let client = try call.client()
    try call.asked { () throws(ClientError) in try client.delete(.secrets, name) }
    call.print("Link '\(name)' has been removed\n")
  }

  static func linkStatus(_ call: SkupperCall) throws(SkupperError) {
    if call.words.count > 1 {
      throw .usage("illegal argument: \(call.words[1])")
    }
    let name = call.words.first
    if call.isSet("verbose") && name == nil {
      call.print(
        "In order to provide detailed information about the link, specify the link name\n")
      return
    }
    let deadline = ContinuousClock.now + .seconds(try call.number("wait"))
    while true {
      guard let view = try call.view() else { return try linkStatusWithoutSite(call) }
      let isUp =
        name.map { name in
          view.links.first { $0.name == name }.map { view.problem(of: $0) == nil } ?? true
        } ?? view.linksAreUp
      if isUp || ContinuousClock.now >= deadline {
        call.print(text(of: view, name: name, call))
        return
      }
      try call.pause()
    }
  }

  private static func text(of view: SiteView, name: String?, _ call: SkupperCall) -> String {
    guard let name else {
      return view.linkStatusText(showsIncoming: call.isSet("show-incoming-links"))
    }
    return call.isSet("verbose")
      ? view.verboseLinkStatusText(of: name) : view.linkStatusText(of: name)
  }

  private static func linkStatusWithoutSite(_ call: SkupperCall) throws(SkupperError) {
    guard call.profile.sayNotEnabledOnStatus else {
      throw SkupperError("unable to retrieve links")
    }
    call.print(
      "Skupper is not enabled in namespace \(try call.namespace()) \n"
        + "Unable to retrieve links\n")
  }
}

extension SkupperCall {
  /// Whether the release is older than 1.3.
  var isOld: Bool { !profile.hasFlowCollector }

  /// Waits a moment for the site to go on.
  func pause() throws(SkupperError) {
    guard let pipe = try? FileDescriptor.pipe() else { return }
    _ = try? pipe.read.waitUntil(.read, timeout: .milliseconds(100))
  }
}
