import Testing
import Transcripts

/// Random texts that do not look very random.
@Suite struct SecretTests {
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
