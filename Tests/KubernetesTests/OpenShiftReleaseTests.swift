import Kubernetes
import Testing

/// The table of releases.
@Suite struct OpenShiftReleaseTests {
  @Test(arguments: [
    ("4.11", "4.11.7", 24), ("4.11.3", "4.11.3", 24), ("4.12", "4.12.0", 25),
    ("4.14", "4.14.0", 27), ("4.16", "4.16.0", 29), ("nonsense", "4.12.0", 25),
  ])
  func a_profile_names_a_row_or_a_number_of_its_own(
    _ profile: String, _ full: String, _ kubernetes: Int
  ) {
    let release = OpenShiftRelease.named(profile)
    #expect(release.full == full)
    #expect(release.kubernetesMinor == kubernetes)
  }

  @Test func what_a_release_says_differs_by_its_row() {
    #expect(OpenShiftRelease.named(nil).name == "4.12")
    #expect(OpenShiftRelease.named("4.12").sampleTag == "2.33")
    #expect(OpenShiftRelease.named("4.13").sampleTag == "2.43")
    #expect(
      OpenShiftRelease.all.filter(\.deprecatesDeploymentConfigs).map(\.name) == ["4.14"])
  }
}
