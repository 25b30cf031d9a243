/// A site that dies is started again by its session: how long commands on its hosts wait for that.
enum SiteRestart {
  /// Some seconds on a host of a session; none elsewhere, where nobody starts a server again.
  static func patience(_ environment: [String: String]) -> Duration {
    environment["TRESTLE_HOST"] == nil ? .zero : .seconds(5)
  }
}
