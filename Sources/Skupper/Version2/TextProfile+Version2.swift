/// The rows of version 2: what its commands say differs between its releases too.
package struct Version2Texts: Sendable, Equatable {
  /// What `site create` waits for, and says that the site is.
  package var siteWait = "ready"
  /// What is said when a site is only configured.
  package var siteHint = "."
  /// What `listener create` and `connector create` wait for.
  package var serviceWait = "configured"
  /// What they say that has come of it.
  package var serviceWord = "configured"
  package var serviceEnd = "."
  /// Whether a redeemed token's file is said to be of no more use.
  package var tellsToDeleteToken = false

  /// What the newest release says.
  package static let standard = Version2Texts()
}

extension TextProfile {
  /// The previews of 2.0, which the example READMEs show.
  package static let v2_preview = version2(
    "2.0-preview", "2.0.0", router: "3.3.0",
    Version2Texts(
      siteWait: "configured", siteHint: ". Check the status to see when it is ready",
      serviceWord: "ready", serviceEnd: "", tellsToDeleteToken: true))
  package static let v2_0 = version2(
    "2.0", "2.0.1", router: "3.3.1", Version2Texts(tellsToDeleteToken: true))
  package static let v2_2 = version2("2.2", "2.2.1", router: "3.5.1", Version2Texts())

  /// The profiles of version 2, oldest first.
  package static let ofVersion2 = [v2_preview, v2_0, v2_2]

  private static func version2(
    _ name: String, _ version: String, router: String, _ texts: Version2Texts
  ) -> TextProfile {
    TextProfile(
      name: name, siteVersion: version, routerVersion: router, hasFlowCollector: false,
      adaptor: "kube-adaptor", configurationName: Version2.Name.configuration, version2: texts)
  }
}
