import Platform
import Testing

@Suite
struct TimeTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2000-02-29T12:34:56Z", 951_827_696),
    ("2026-11-21T09:05:56Z", 1_795_251_956), ("1969-12-31T23:59:59Z", -1),
    ("2100-03-01T00:00:00Z", 4_107_542_400),
  ])
  func moments_are_written_and_read_as_rfc_3339(text: String, seconds: Int64) {
    #expect(WallTime(seconds: seconds).rfc3339 == text)
    #expect(WallTime(rfc3339: text) == WallTime(seconds: seconds))
  }

  @Test func fractions_and_offsets_are_read() {
    let time = WallTime(rfc3339: "2026-11-21T10:05:56.25+01:00")
    #expect(time?.rfc3339Nano == "2026-11-21T09:05:56.250000000Z")
    #expect(WallTime(rfc3339: "2026-11-21") == nil)
    #expect(WallTime(rfc3339: "2026-13-21T10:05:56Z") == nil)
  }

  @Test func the_monotonic_clock_advances() {
    let first = MonotonicTime.now()
    #expect(MonotonicTime.now() >= first)
    #expect(first + .seconds(1) - first == .seconds(1))
    #expect(first + .seconds(Int64.max) > first)
  }
}
