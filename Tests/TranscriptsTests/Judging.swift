import Transcripts

/// The verdict on one expected and one actual text, in words that a table of cases can hold.
func judge(
  _ expected: String, _ actual: String, _ options: ComparisonOptions = ComparisonOptions()
) -> Comparison {
  Comparison.compare(expected: expected, actual: actual, options: options)
}

/// The session in which the actual sides of the tests were printed.
var session: ComparisonOptions {
  var options = ComparisonOptions()
  options.homes = ["/var/lib/session/public/root", "/var/lib/session/public"]
  options.domains = ["apps.public.example", "apps-crc.testing"]
  options.ports = [443: 8443, 80: 8080]
  return options
}
