import Documents

/// The forms in which a run is reported.
package enum ReportFormat: String, CaseIterable, Hashable, Sendable {
  case text, json, junit, tap, github

  /// The report as text that ends in a newline.
  package func text(
    _ report: RunReport, strict: Bool = false, usesColour: Bool = false
  ) -> String {
    switch self {
    case .text: TextReport(usesColour: usesColour, isStrict: strict).text(report)
    case .json: JSONReport.value(report, strict: strict).json(indent: 2) + "\n"
    case .junit: JUnitReport.text(report)
    case .tap: TAPReport.text(report)
    case .github: GitHubReport.text(report)
    }
  }
}
