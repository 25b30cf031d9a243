import Documents
import Kubernetes
import KubernetesClient
import Skupper

/// `skupper site create`, `update`, `status`, `delete` and `generate`.
extension SkupperCommand {
  static func createSite(_ call: SkupperCall) throws(SkupperError) {
    var check = InputCheck()
    if !(try call.resources(Version2.sites)).isEmpty {
      check.add("There is already a site created for this namespace")
    }
    let site = try siteResource(call, &check)
    try call.checkWaiting(&check)
    try check.finish()
    try call.make(Version2.sites, site)
    let wait = call.text("wait")
    let hint = wait == "configured" ? call.profile.version2?.siteHint ?? "." : "."
    try call.await(
      Version2.sites, site.name, "Waiting for status...",
      done: "Site \"\(site.name)\" is \(wait)\(hint)")
  }

  static func generateSite(_ call: SkupperCall) throws(SkupperError) {
    var check = InputCheck()
    let site = try siteResource(call, &check)
    call.checkOutput(&check)
    try check.finish()
    call.printResources([site])
  }

  private static func siteResource(
    _ call: SkupperCall, _ check: inout InputCheck
  ) throws(SkupperError) -> Value {
    let name = call.words.first ?? ""
    if name.isEmpty {
      check.add("site name must not be empty")
    } else if call.words.count > 1 {
      check.add("only one argument is allowed for this command.")
    } else {
      check.name(name, "site name")
    }
    let access = checkLinkAccess(call, &check)
    return call.resource(
      Version2.sites, name,
      [
        "linkAccess": Value(access), "serviceAccount": Value(call.text("service-account")),
        "ha": Value(call.isSet("enable-ha")),
      ])
  }

  /// What the flags say about how other sites reach this one.
  private static func checkLinkAccess(_ call: SkupperCall, _ check: inout InputCheck) -> String {
    let type = call.text("link-access-type")
    let isEnabled = call.isSet("enable-link-access")
    if !type.isEmpty {
      check.option(type, "link access type", among: ["route", "loadbalancer", "default"])
      if !isEnabled {
        check.add(
          "for the site to work with this type of linkAccess, the --enable-link-access option "
            + "must be set to true")
      }
    }
    return isEnabled ? (type.isEmpty ? "default" : type) : ""
  }

  static func updateVersion2Site(_ call: SkupperCall) throws(SkupperError) {
    var check = InputCheck()
    let name = try chosenSite(call, to: "update", &check)
    let access = checkLinkAccess(call, &check)
    try call.checkWaiting(&check)
    try check.finish()
    let client = try call.client()
    let (account, isDouble) = (call.flags["service-account"], call.flags["enable-ha"])
    let isClosed = call.flags["enable-link-access"] == "false"
    try call.asked { () throws(ClientError) in
      try client.edit(Version2.sites, name) { site in
        if !access.isEmpty { site["spec", "linkAccess"] = Value(access) }
        if isClosed { site["spec", "linkAccess"] = nil }
        if let account { site["spec", "serviceAccount"] = Value(account) }
        if let isDouble { site["spec", "ha"] = Value(isDouble == "true") }
      }
    }
    try call.await(
      Version2.sites, name, "Waiting for update to complete...", done: "Site \"\(name)\" is updated"
    )
  }

  static func version2SiteStatus(_ call: SkupperCall) throws(SkupperError) {
    guard call.words.isEmpty else {
      throw .invalid(["this command does not need any arguments"])
    }
    call.print(Version2.siteTable(try call.resources(Version2.sites)))
  }

  static func deleteVersion2Site(_ call: SkupperCall) throws(SkupperError) {
    var check = InputCheck()
    let name = try chosenSite(call, to: "delete", &check)
    check.duration(try call.seconds("timeout"), "timeout", atLeast: 10)
    try check.finish()
    try call.remove(Version2.sites, name)
    if call.isSet("all") {
      for type in Version2.types where type != Version2.sites {
        for object in try call.resources(type) { try call.remove(type, object.name) }
      }
    }
    try call.awaitEnd(of: Version2.sites, name, done: "Site \"\(name)\" is deleted")
  }

  /// The site that a command is about: the one it names, or the only one.
  private static func chosenSite(
    _ call: SkupperCall, to verb: String, _ check: inout InputCheck
  ) throws(SkupperError) -> String {
    let names = try call.resources(Version2.sites).map(\.name)
    if names.isEmpty {
      check.add("there is no existing Skupper site resource to \(verb)")
    } else if call.words.count > 1 {
      check.add("only one argument is allowed for this command")
    } else if let name = call.words.first {
      if !names.contains(name) { check.add("site with name \"\(name)\" is not available") }
      return name
    } else if names.count > 1 {
      check.add("site name is required because there are several sites in this namespace")
    }
    return names.first ?? ""
  }
}
