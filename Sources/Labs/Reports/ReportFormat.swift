import Documents

/// The forms in which a run is reported.
package enum ReportFormat: String, CaseIterable, Hashable, Sendable {
  case text, json, junit, tap, github, markdown

  /// The reports of one or several runs as one document that ends in a newline. As JSON one run is
  /// an object, and several are an array of such.
  package func text(
    _ reports: [RunReport], strict: Bool = false, usesColour: Bool = false
  ) -> String {
    switch self {
    case .text:
      reports.map(TextReport(usesColour: usesColour, isStrict: strict).text).joined(separator: "\n")
    case .json:
      JSONReport.value(reports, strict: strict).json(indent: 2) + "\n"
    case .junit: JUnitReport.text(reports)
    case .tap: TAPReport.text(reports)
    case .github: reports.map(GitHubReport.text).joined()
    case .markdown:
      reports.map { MarkdownReport.text($0, strict: strict) }.joined(separator: "\n")
    }
  }
}
