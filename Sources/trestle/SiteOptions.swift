import ArgumentParser
import Labs

/// What bare sites are like, and what they may be called.
struct SiteOptions: ParsableArguments {
  /// What a bare site is.
  enum Platform: String, ExpressibleByArgument, CaseIterable {
    case openshift, kubernetes
  }

  @Option(help: "openshift or kubernetes.")
  var platform: Platform = .openshift

  @Option(help: "Which Skupper release the sites have, as in 1.3 or 2.2.")
  var skupper: String = "1.3"

  var isOpenShift: Bool { platform == .openshift }

  /// The releases whose wording tools have.
  var profiles: [String: String] { ["skupper": skupper] }

  /// Refuses names that no site can have.
  func check(_ names: [String]) throws(LabError) {
    for name in names where !SiteNames.isValid(name) {
      throw LabError(
        .input, "\"\(name)\" can't name a site; use lower-case letters, digits and hyphens.")
    }
  }
}
