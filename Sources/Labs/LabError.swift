/// Labs run: a track's sites are brought up, its commands run where the text says, what comes back
/// is judged, and the result is reported.

/// Why a lab could not be read, started or gone on with.
package struct LabError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: Hashable, Sendable {
    /// The track, its lab file or an option can't be used.
    case input
    /// There is nothing in the track to run.
    case nothingToRun
    /// A site, a shell or a file could not be had.
    case environment
    /// Somebody else holds the session.
    case held
  }

  package let code: Code
  /// A full sentence: what, where, why, what to do.
  package let description: String

  package init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  /// The exit code that belongs to it.
  package var exitCode: Int32 {
    switch code {
    case .input, .nothingToRun: 2
    case .environment, .held: 3
    }
  }
}
