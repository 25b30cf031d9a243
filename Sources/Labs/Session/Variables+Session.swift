import Tracks

extension Variables {
  /// The variables of a session.
  /// - Parameter sandbox: the id that the session had before; a new one is made up without it.
  package static func ofSession(slug: String, sandbox: String? = nil) -> Variables {
    var generator = SystemRandomNumberGenerator()
    return Variables(sandboxID: sandbox ?? sandboxID(using: &generator), slug: slug)
  }
}
