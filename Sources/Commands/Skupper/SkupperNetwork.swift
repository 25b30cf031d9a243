import Documents
import Kubernetes
import KubernetesClient
import Skupper
import TLS

/// `skupper network status` and `skupper revoke-access`.
extension SkupperCommand {
  static func networkStatus(_ call: SkupperCall) throws(SkupperError) {
    guard let view = try call.view() else {
      call.print("Skupper is not enabled in namespace: \(try call.namespace())\n")
      return
    }
    call.print(
      view.networkStatusText(only: call.flags["site"], isVerbose: call.isSet("verbose")))
  }

  /// Voids every token and drops every link to this site: new authority, new certificates.
  static func revokeAccess(_ call: SkupperCall) throws(SkupperError) {
    guard let site = try call.site() else {
      throw SkupperError("Skupper is not enabled in namespace '\(try call.namespace())'")
    }
    let client = try call.client()
    let records = try call.list(.secrets, labels: "\(Label.type)=\(Label.claimRecord)")
    let stale = [ObjectName.siteAuthority, ObjectName.siteServer, ObjectName.claimsServer]
    for name in records.map(\.name) + (site.options.isEdge ? [] : stale) {
      do {
        try client.delete(.secrets, name)
      } catch  where error.isNotFound {
        continue
      } catch {
        throw SkupperError(error.description)
      }
    }
    try SiteMaker(call: call, hasRoutes: try call.hasRoutes()).makeCredentials(site)
    for pod in try call.list(.pods, labels: "\(Label.component)=router") {
      _ = try? client.delete(.pods, pod.name)
    }
  }
}
