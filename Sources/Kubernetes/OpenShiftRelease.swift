/// Releases of OpenShift as rows of a table: what depends on the release asks its row.
package struct OpenShiftRelease: Hashable, Sendable {
  /// The release as profiles name it: `4.12`.
  package var name: String
  /// The full number that clusters of it report.
  package var full: String
  /// The minor number of the Kubernetes in it: 25 of 1.25.
  package var kubernetesMinor: Int
  /// The tag of the sample image that `oc new-project` names.
  package var sampleTag: String
  /// Whether `oc` warns that deployment configs are on their way out.
  package var deprecatesDeploymentConfigs: Bool
  /// The release of OpenShift Local that brings it, and the one after that.
  package var local: String
  package var nextLocal: String
  /// The release of Podman in OpenShift Local.
  package var podman: String

  package static let all = [
    OpenShiftRelease(
      name: "4.11", full: "4.11.7", kubernetesMinor: 24, sampleTag: "2.33",
      deprecatesDeploymentConfigs: false, local: "2.10.2", nextLocal: "2.11.0", podman: "4.2.0"),
    OpenShiftRelease(
      name: "4.12", full: "4.12.0", kubernetesMinor: 25, sampleTag: "2.33",
      deprecatesDeploymentConfigs: false, local: "2.14.0", nextLocal: "2.15.0", podman: "4.3.1"),
    OpenShiftRelease(
      name: "4.13", full: "4.13.0", kubernetesMinor: 26, sampleTag: "2.43",
      deprecatesDeploymentConfigs: false, local: "2.20.0", nextLocal: "2.21.0", podman: "4.4.1"),
    OpenShiftRelease(
      name: "4.14", full: "4.14.0", kubernetesMinor: 27, sampleTag: "2.43",
      deprecatesDeploymentConfigs: true, local: "2.29.0", nextLocal: "2.30.0", podman: "4.4.4"),
  ]

  /// The row of a profile such as `4.11` or `4.11.7`, whose own number then counts: the newest row
  /// that is not younger. Without a profile the row of 4.12.
  package static func named(_ profile: String?) -> OpenShiftRelease {
    let parts = (profile ?? "4.12").split(separator: ".").compactMap { Int($0) }
    guard parts.count > 1, parts[0] == 4 else { return all[1] }
    var row = all.last { minor(of: $0) <= parts[1] } ?? all[0]
    let distance = parts[1] - minor(of: row)
    if parts.count > 2 || distance != 0 {
      row.full = parts.count > 2 ? parts.map(String.init).joined(separator: ".") : "4.\(parts[1]).0"
    }
    row.kubernetesMinor += distance
    row.name = "4.\(parts[1])"
    return row
  }

  private static func minor(of row: OpenShiftRelease) -> Int { row.kubernetesMinor - 13 }
}
