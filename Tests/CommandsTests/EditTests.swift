import Documents
import Testing

@testable import Commands

@Suite struct EditTests {
  @Test(
    arguments: [
      (["a": 1, "b": ["c": 2, "d": 3]], ["a": 1, "b": ["c": 2, "d": 4]], ["b": ["d": 4]]),
      (["a": 1, "b": 2], ["a": 1], ["b": .null]),
      (["a": [1, 2]], ["a": [1]], ["a": [1]]),
      (["a": ["x": 1]], ["a": "text"], ["a": "text"]),
      (["a": 1], ["a": 1, "n": ["m": []]], ["n": ["m": []]]), (["a": 1], ["a": 1], [:]),
    ] as [(Value, Value, Value)])
  func a_patch_says_what_is_different(old: Value, new: Value, patch: Value) {
    #expect(MergePatch.between(old, new) == patch)
  }
}
