import Testing
import Transcripts

/// Random texts that do not look very random.
@Suite struct SecretTests {
  /// One random password of this form in thirty has no digit at all.
  @Test(arguments: ["BJcci-oKAwn-PkChd-bbHLY", "a9ZtL-Wq7xK-m2RbV-8yCUn"])
  func a_password_in_groups_may_be_any_other_in_groups(actual: String) {
    let comparison = Comparison.compare(
      expected: "Password: cKiLy-5umju-GnxbP-Lfqpb", actual: "Password: \(actual)")
    #expect(comparison.verdict == .similar)
  }

  @Test(arguments: ["alpha-gamma-delta-omega", "Alpha-Gamma", "unset", "Alph4-Gamma-Delta-Omeg!"])
  func what_has_other_groups_is_no_password(actual: String) {
    let comparison = Comparison.compare(
      expected: "Password: cKiLy-5umju-GnxbP-Lfqpb", actual: "Password: \(actual)")
    #expect(comparison.verdict == .different)
  }

  @Test(arguments: [
    "MzJTbXZFeVpxTnlnckhncDhCamVzanlu", "ZVVrb1NCTFNQMnRRSEtmWlFMeVJHUkln",
    "cHRLMVhxWGJjOUJ1bndVbTFQWFFOZ2cx",
  ])
  func a_password_may_be_any_other_of_its_length(actual: String) {
    let comparison = Comparison.compare(
      expected: "password: M3MzWTExYzVldWlvZzkxeE5MYThWNVFr", actual: "password: \(actual)")
    #expect(comparison.verdict == .similar)
  }

  @Test(arguments: [
    "password", "not-a-password-of-that-sort-here", "onlysmalllettersinthisoneplaceof",
    "MzJTbXZFeVpxTnlnckhncDhC",
  ])
  func but_not_a_word_of_another_kind(actual: String) {
    let comparison = Comparison.compare(
      expected: "password: M3MzWTExYzVldWlvZzkxeE5MYThWNVFr", actual: "password: \(actual)")
    #expect(comparison.verdict == .different)
  }
}
