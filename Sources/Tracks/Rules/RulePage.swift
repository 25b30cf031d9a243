/// What lint says about a rule itself.
package struct RulePage: Hashable, Sendable {
  package let id: String
  /// The gravest that its findings are.
  package let severity: Finding.Severity
  package let summary: String
  /// Why it matters and what to do, as Markdown.
  package let guide: String
  package let isFixable: Bool

  /// The page that `trestle lint --explain` prints.
  package var text: String {
    let fix = isFixable ? "\n`trestle lint --fix` repairs it.\n" : ""
    return "\(id) (\(severity.rawValue))\n\n\(summary)\n\n\(guide)\n\(fix)"
  }
}

extension Rules {
  /// The rules as a Markdown table, for the README.
  package static var table: String {
    let rows = pages.map { page in
      "| `\(page.id)` | \(page.severity.rawValue)\(page.isFixable ? ", `--fix`" : "") | "
        + "\(page.summary.replacing("|", with: "\\|")) |\n"
    }
    return "| rule | severity | what it finds |\n|---|---|---|\n" + rows.joined()
  }
}
