/// What lint says.

/// One thing that lint says about a track.
package struct Finding: Hashable, Sendable {
  package enum Severity: String, Hashable, Sendable, CaseIterable {
    /// The track cannot be read as it is.
    case error
    /// A learner will probably stumble here.
    case warning
    /// Worth knowing, such as a guess that was made.
    case note
  }

  /// The name of the rule: `unpaired-output`.
  package let id: String
  package let severity: Severity
  package let location: SourceLocation
  package let message: String
  package let remedy: String
  /// An edit that does what the remedy says, where that is safe.
  package let fix: TextFix?

  package init(
    _ id: String, _ severity: Severity, at location: SourceLocation, _ message: String,
    remedy: String, fix: TextFix? = nil
  ) {
    self.fix = fix
    self.id = id
    self.severity = severity
    self.location = location
    self.message = message
    self.remedy = remedy
  }

  /// The same finding at another place.
  func moved(to place: SourceLocation) -> Finding {
    Finding(id, severity, at: place, message, remedy: remedy, fix: nil)
  }
}
