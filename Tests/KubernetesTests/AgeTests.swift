import Testing

@testable import Kubernetes

@Suite struct AgeTests {
  @Test(arguments: [
    (-5, "<invalid>"), (-1, "0s"), (0, "0s"), (45, "45s"), (119, "119s"), (120, "2m"),
    (200, "3m20s"), (599, "9m59s"), (600, "10m"), (5_700, "95m"), (10_800, "3h"),
    (18_600, "5h10m"), (28_800, "8h"), (108_000, "30h"), (273_600, "3d4h"), (259_200, "3d"),
    (691_200, "8d"), (34_560_000, "400d"), (95_472_000, "3y10d"), (94_608_000, "3y"),
    (300_000_000, "9y"),
  ])
  func an_age_has_at_most_two_units(seconds: Int, text: String) {
    #expect(Age.text(seconds) == text)
  }

  @Test func an_object_without_a_time_has_an_unknown_age() {
    #expect(Age.text(since: nil, now: Timestamp(seconds: 9)) == "<unknown>")
  }

  @Test(arguments: [
    (0, "Less than a second"), (1, "1 second"), (12, "12 seconds"), (60, "About a minute"),
    (480, "8 minutes"), (3_600, "About an hour"), (7_200, "2 hours"), (172_800, "2 days"),
    (1_209_600, "2 weeks"), (13_000_000, "5 months"), (63_072_000, "2 years"),
  ])
  func an_image_has_an_age_in_words(seconds: Int, text: String) {
    #expect(Age.words(seconds) == text)
  }
}

@Suite struct TimestampTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"),
    (1_795_216_685, "2026-11-20T23:18:05Z"), (-1, "1969-12-31T23:59:59Z"),
    (4_107_542_400, "2100-03-01T00:00:00Z"),
  ])
  func a_moment_is_written_and_read(seconds: Int, text: String) {
    #expect(Timestamp(seconds: seconds).text == text)
    #expect(Timestamp(text)?.seconds == seconds)
  }

  @Test func fractions_are_dropped_and_offsets_count() {
    #expect(Timestamp("2026-11-20T23:18:05.123456Z")?.text == "2026-11-20T23:18:05Z")
    #expect(Timestamp("2026-11-21T01:18:05+02:00")?.text == "2026-11-20T23:18:05Z")
  }

  @Test(arguments: ["", "yesterday", "2026-11-20", "2026-13-20T23:18:05Z", "2026-11-20T23:18:05"])
  func other_texts_are_no_moments(text: String) {
    #expect(Timestamp(text) == nil)
  }
}
